// InsightFace's .bin: a pickle of (images, issame), 2n encoded images and n labels; pair i is images 2i and 2i + 1.
import { basename } from "node:path";
import { UserError } from "../errors.js";
import type { ImageRef, PairList } from "../types.js";
import { FileWindow } from "./file-window.js";
import { bytesOf } from "./pickle-objects.js";
import { readPickle } from "./pickle.js";
import {
  describeValue,
  elementBytes,
  isArray,
  isBytes,
  isSequence,
  type ByteString,
  type NumpyArray,
  type Value,
} from "./pickle-value.js";

/** Pairs and their images, in the order of the pairs' names. */
export interface ImagePairs {
  readonly pairs: PairList;
  readonly images: ImageRef[];
}

/**
 * Reads a .bin of Python 2 or 3, images as byte strings or numpy uint8 vectors, labels as booleans, whole numbers or a
 * numpy vector of either. Images are named `lfw.bin#0`, `lfw.bin#1` ...; they stay in the file (start, end), except
 * those that text pickles write in another form than their bytes.
 *
 * @throws UserError when the file is no such pickle, is cut, or asks Python to import anything
 */
export function readInsightFaceBin(path: string): ImagePairs {
  const file = new FileWindow(path);
  try {
    if (file.size === 0) throw new UserError(`${path}: empty, expected an InsightFace .bin`);
    const value = readPickle(file);
    if (!isSequence(value) || value.items.length !== 2) {
      throw new UserError(`${path}: ${describeValue(value)}, expected InsightFace's pair (images, issame)`);
    }
    const [images, labels] = value.items;
    return assemble(path, imagesIn(path, images), labelsIn(file, labels));
  } finally {
    file.close();
  }
}

function assemble(path: string, places: readonly ByteString[], labels: readonly number[]): ImagePairs {
  if (places.length !== 2 * labels.length || labels.length === 0) {
    throw new UserError(`${path}: ${places.length} images and ${labels.length} labels, expected two images a label`);
  }
  const images = places.map((place, i) => imageRef(path, place, i));
  const pairs: PairList = {
    names: images.map((image) => image.name),
    left: Uint32Array.from(labels, (_, i) => 2 * i),
    right: Uint32Array.from(labels, (_, i) => 2 * i + 1),
    genuine: Uint8Array.from(labels),
    fold: null,
    subjects: null,
    source: path,
  };
  return { pairs, images };
}

function imageRef(path: string, place: ByteString, i: number): ImageRef {
  const name = `${basename(path)}#${i}`;
  return place.kind === "bytes"
    ? { name, path, start: place.start, end: place.end }
    : { name, path, bytes: place.bytes };
}

function imagesIn(path: string, value: Value): ByteString[] {
  if (!isSequence(value)) throw new UserError(`${path}: images is ${describeValue(value)}, expected a list`);
  return value.items.map((item, i) => {
    if (isBytes(item)) return item;
    if (
      isArray(item) &&
      item.shape.length === 1 &&
      (item.dtype?.code === "u1" || item.dtype?.code === "uint8") &&
      item.data
    ) {
      return item.data;
    }
    throw new UserError(`${path}: image ${i} is ${describeValue(item)}, expected the bytes of a JPEG or PNG`);
  });
}

function labelsIn(file: FileWindow, value: Value): number[] {
  if (!isSequence(value) && !isArray(value)) {
    throw new UserError(`${file.path}: issame is ${describeValue(value)}, expected a list of booleans`);
  }
  const labels = isArray(value) ? numbersIn(file, value) : value.items.map((item) => labelIn(file, item));
  const wrong = labels.findIndex((label) => label !== 0 && label !== 1);
  if (wrong < 0) return labels as number[];
  const found = isSequence(value) ? describeValue(value.items[wrong]) : String(labels[wrong]);
  throw new UserError(`${file.path}: label ${wrong} is ${found}, expected true or false`);
}

function labelIn(file: FileWindow, item: Value): number | undefined {
  if (typeof item === "boolean" || typeof item === "number") return Number(item);
  return isArray(item) && item.shape.length === 0 ? numbersIn(file, item)[0] : undefined;
}

/** Whole numbers of a numpy vector. */
function numbersIn(file: FileWindow, { dtype, data }: NumpyArray): number[] {
  const bytes = elementBytes[dtype?.code ?? ""];
  if (bytes === undefined || dtype?.bigEndian || data === undefined) {
    throw new UserError(`${file.path}: labels of type ${dtype?.code ?? "none"}, expected booleans or whole numbers`);
  }
  const raw = bytesOf({ file }, data);
  return Array.from({ length: Math.floor(raw.length / bytes) }, (_, i) =>
    bytes === 8 ? Number(raw.readBigUInt64LE(i * 8)) : raw.readUIntLE(i * bytes, bytes),
  );
}
