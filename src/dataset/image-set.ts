// Images of a set by person, whatever the set is for: pairs play no part here but for the names they give.
import { dirname, join } from "node:path";
import { UserError } from "../errors.js";
import { isFile, isFolder, statOf } from "../host/files.js";
import { listProtocols, loadProtocol } from "../protocol/protocol.js";
import { readPairs } from "../protocol/read-pairs.js";
import { subjectsOfNames } from "../protocol/subjects.js";
import type { ImageRef, PairList } from "../types.js";
import { findPairs, findVerificationData } from "./folders.js";
import { listImages } from "./image-folder.js";
import { resolveImages } from "./images.js";
import { readInsightFaceBin } from "./insightface-bin.js";

/** Images, and who is in each. */
export interface ImageSet {
  readonly images: readonly ImageRef[];
  /** One an image; null where nothing tells. */
  readonly subjects: readonly string[] | null;
  /** Where images and people come from, in words without a path. */
  readonly form: string;
}

/**
 * Images of a built-in protocol's data folder (those that its pairs name), of a folder with a protocol.json, of an
 * InsightFace .bin, of a list file, or all below a folder, where each folder is a person.
 *
 * @param name what the set is called; a built-in protocol's name says in which form its data may lie
 * @throws UserError where there is nothing, or a list is faulty
 */
export async function readImageSet(name: string, path: string): Promise<ImageSet> {
  if (statOf(path) === null) throw new UserError(`${path}: no such file or folder`);
  if (/\.bin$/i.test(path) && isFile(path)) {
    const { pairs, images } = readInsightFaceBin(path);
    return { images, subjects: pairs.subjects, form: "InsightFace .bin" };
  }
  if (path.endsWith(".json")) return ownProtocol(path);
  if (isFolder(path) && listProtocols().includes(name)) {
    const protocol = await loadProtocol(name);
    if ((await findPairs(protocol, path)) !== null) {
      const { pairs, images } = await findVerificationData(protocol, path);
      return ofPairs(pairs, images, `pairs of ${name}`);
    }
  }
  const own = join(path, "protocol.json");
  return isFile(own) ? ownProtocol(own) : plainImages(name, path);
}

/** A user's protocol file, or one that lies in a drawn data set. */
async function ownProtocol(path: string): Promise<ImageSet> {
  const protocol = await loadProtocol(path);
  const { pairs } = await readPairs(protocol.pairs!);
  const { images } = resolveImages(pairs.names, protocol.images ?? dirname(protocol.pairs!));
  return ofPairs(pairs, images, `pairs of ${protocol.name}`);
}

const ofPairs = ({ subjects }: PairList, images: readonly ImageRef[], form: string): ImageSet => ({
  images,
  subjects,
  form,
});

function plainImages(name: string, path: string): ImageSet {
  const head = `${name}/`;
  const images = listImages(name, path).map((image) =>
    image.name.startsWith(head) && isFolder(path) ? { ...image, name: image.name.slice(head.length) } : image,
  );
  const subjects = subjectsOfNames(
    images.map((image) => image.name),
    name,
  );
  const source = isFolder(path) ? "all images below a folder" : "image list";
  return { images, subjects, form: subjects === null ? source : `${source}, one folder a person` };
}
