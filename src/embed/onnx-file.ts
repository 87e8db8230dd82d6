// What an .onnx file tells before ONNX Runtime is loaded: whether it is one, and which files hold its weights. It is a
// protobuf message, ModelProto; the walk steps over the weights without reading them.
import { dirname, join } from "node:path";
import { UserError } from "../errors.js";
import { closeFile, isFile, openForReading, readFully, sizeOfOpen, statOf } from "../host/files.js";

/** Fields of ONNX's messages that lead to the weights' files. */
const graphOfModel = 7;
const initializerOfGraph = 5;
const externalOfTensor = 13;

/**
 * Files beside a model that hold its weights, in order of first mention; mostly none.
 *
 * @throws UserError, one line, for a path that is no ONNX model: missing, a folder, empty, cut short, another format;
 *   or whose weights' file is missing
 */
export function weightFiles(path: string): string[] {
  const stat = statOf(path);
  if (!stat) throw new UserError(`${path}: no such file, expected an ONNX model`);
  if (stat.isDirectory()) throw new UserError(`${path}: is a folder, expected an ONNX model (a file)`);
  const file = openForReading(path);
  try {
    const window = new Window(path, file);
    refuseOtherFormats(path, window);
    const names = externalNames(window);
    return names.map((name) => besideModel(path, name));
  } finally {
    closeFile(file);
  }
}

function besideModel(path: string, name: string): string {
  const found = join(dirname(path), name);
  if (!isFile(found)) throw new UserError(`${path}: its weights lie in "${name}", which is not beside it`);
  return found;
}

/** How files begin that are taken for ONNX models. */
const otherFormats: readonly [RegExp, string][] = [
  [/^version https:\/\/git-lfs/, "a Git LFS pointer, not the model itself; fetch it with: git lfs pull"],
  [/^\s*(<!doctype|<html|<\?xml)/i, "a web page or XML, expected an ONNX model: the download gave none"],
  [/^PK\x03\x04/, "a zip file (a PyTorch checkpoint is one); export it to ONNX first"],
  [/^\x80[\x02-\x05]/, "a Python pickle (an old PyTorch checkpoint is one); export it to ONNX first"],
  [/^\x89HDF/, "an HDF5 file (Keras); convert it to ONNX first"],
  [/^\x1f\x8b/, "gzip-compressed; unpack it first"],
  [/^....TFL3/s, "a TensorFlow Lite model; convert it to ONNX first"],
  [/^....ORTM/s, "an ONNX Runtime .ort model; give the .onnx it was made from"],
  [/^(\x89PNG|\xff\xd8\xff|P[1-6]\s|GIF8|BM)/, "a picture, expected an ONNX model"],
  [/^\s*[[{]/, "JSON, expected an ONNX model"],
];

function refuseOtherFormats(path: string, window: Window): void {
  if (window.size === 0) throw new UserError(`${path}: is empty, expected an ONNX model`);
  const head = window.text(0, Math.min(64, window.size));
  const other = otherFormats.find(([start]) => start.test(head));
  if (other) throw new UserError(`${path}: is ${other[1]}`);
  if (/^[\t\n\r\x20-\x7e]+$/.test(head)) throw new UserError(`${path}: is a text file, expected an ONNX model`);
}

function externalNames(window: Window): string[] {
  const names = new Set<string>();
  let graphs = 0;
  for (const graph of window.fields(0, window.size, graphOfModel)) {
    graphs++;
    for (const tensor of window.fields(...graph, initializerOfGraph)) {
      for (const entry of window.fields(...tensor, externalOfTensor)) {
        const [key] = window.fields(...entry, 1);
        const [value] = window.fields(...entry, 2);
        if (key && value && window.text(...key) === "location") names.add(window.text(...value));
      }
    }
  }
  if (graphs === 0) throw new UserError(`${window.path}: not an ONNX model (no graph in it)`);
  return [...names];
}

const windowBytes = 1 << 16;

/** Protobuf fields of an open file, read through a window. */
class Window {
  readonly size: number;
  readonly #bytes = Buffer.allocUnsafe(windowBytes);
  #from = 0;
  #to = 0;

  constructor(
    readonly path: string,
    readonly file: number,
  ) {
    this.size = sizeOfOpen(file);
  }

  #byte(at: number): number {
    if (at < this.#from || at >= this.#to) {
      this.#from = at;
      this.#to = at + readFully(this.file, this.#bytes, at);
    }
    return this.#bytes[at - this.#from];
  }

  text(start: number, end: number): string {
    const bytes = Buffer.allocUnsafe(end - start);
    readFully(this.file, bytes, start);
    return bytes.toString("latin1");
  }

  /** A varint: its value (exact up to 2^53) and the place after it. */
  #varint(at: number, end: number): [value: number, next: number] {
    let value = 0;
    for (let shift = 0; shift < 70 && at < end; shift += 7) {
      const byte = this.#byte(at++);
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return [value, at];
    }
    throw this.#fault(at, end);
  }

  /** Stretches of the length-delimited fields `wanted` of the message in [start, end). */
  *fields(start: number, end: number, wanted: number): Generator<[start: number, end: number]> {
    for (let at = start; at < end;) {
      const [tag, body] = this.#varint(at, end);
      const kind = tag & 7;
      if (kind === 2) {
        const [length, content] = this.#varint(body, end);
        at = content + length;
        if (at > end) throw this.#fault(at, end);
        if (tag >>> 3 === wanted) yield [content, at];
      } else if (kind === 0) at = this.#varint(body, end)[1];
      else if (kind === 1 || kind === 5) at = body + (kind === 1 ? 8 : 4);
      else throw this.#fault(at, end);
    }
  }

  #fault(reached: number, end: number): UserError {
    // A graph that reaches past the end is how a download cut short looks; anything else was never a model.
    const cut = end === this.size && reached > end && reached < 2 ** 33 && this.#byte(0) === 8;
    return new UserError(
      cut
        ? `${this.path}: cut short: ${this.size} bytes, expected at least ${reached}`
        : `${this.path}: not an ONNX model (no protobuf message at byte ${Math.min(reached, this.size)})`,
    );
  }
}
