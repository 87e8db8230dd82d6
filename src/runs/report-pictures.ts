// Pictures of images that results name, small enough for a page.
import { join } from "node:path";
import { readImageSet } from "../dataset/image-set.js";
import { resolveImages } from "../dataset/images.js";
import { loadFace } from "../embed/prepare.js";
import { UserError } from "../errors.js";
import { didYouMean } from "../host/nearest-name.js";
import { isFile, isFolder, readBytes } from "../host/files.js";
import { readJson } from "../host/json.js";
import { thumbnailSide } from "../report/html/faces.js";
import { encodeForPage, readPicture, scaleInto } from "../synth/render.js";
import type { ImageRef, Io } from "../types.js";
import type { NamedPath } from "./magnitude-sets.js";

/** Pixels a CSS pixel of the page: screens and printers of double density are common. */
const density = 1.5;

/** Where pictures come from. */
export interface Pictures {
  /** Data URI of an image of a set, or null where there is no picture of it. */
  uriOf(set: string, name: string): Promise<string | null>;
}

/**
 * @param data where the images of sets are; a set is a protocol's name, or a data set's of a magnitude study, or a folder of
 *   qualities
 * @param known the sets that the results name
 * @throws UserError for a set that none of the results names, or where there is nothing
 */
export async function openPictures(data: readonly NamedPath[], known: readonly string[], io: Io): Promise<Pictures> {
  const sets = new Map<string, (name: string) => ImageRef | null>();
  for (const each of data) {
    const set = setOf(each, known);
    sets.set(set, await imagesOf(set, each.path));
  }
  const made = new Map<string, Promise<string | null>>();
  return {
    uriOf(set, name) {
      io.signal.throwIfAborted();
      const image = sets.get(set)?.(name) ?? null;
      if (image === null) return Promise.resolve(null);
      const key = `${set}\n${name}`;
      const uri = made.get(key) ?? thumbnail(image);
      made.set(key, uri);
      return uri;
    },
  };
}

/** The set that is meant: by the name given, else by that of the protocol file in the folder. */
function setOf({ name, path }: NamedPath, known: readonly string[]): string {
  if (known.includes(name)) return name;
  const file = path.endsWith(".json") ? path : join(path, "protocol.json");
  const own = isFile(file) ? (readJson(file) as { name?: unknown } | null)?.name : undefined;
  if (typeof own === "string" && known.includes(own)) return own;
  const names = known.length === 0 ? "none of them names images" : `expected one of ${known.join(", ")}`;
  throw new UserError(`--data ${name}: the results have no data set "${name}"${didYouMean(name, known)}; ${names}`);
}

/** Finds images by their names; those that the set itself does not list are looked for below its folder. */
async function imagesOf(set: string, path: string): Promise<(name: string) => ImageRef | null> {
  const { images } = await readImageSet(set, path);
  const listed = new Map(images.map((image) => [image.name, image]));
  return (name) => {
    const own = listed.get(name);
    if (own !== undefined || !isFolder(path)) return own ?? null;
    try {
      return resolveImages([name], path).images[0];
    } catch {
      return null;
    }
  };
}

async function thumbnail(image: ImageRef): Promise<string | null> {
  try {
    const side = thumbnailSide * density;
    return uri(await encodeForPage(await scaleInto(await loadFace(image, side), side)));
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** A picture file of a result folder as a data URI, or null where there is none. */
export async function pictureOf(path: string): Promise<string | null> {
  return isFile(path) ? uri(await encodeForPage(await readPicture(readBytes(path)))) : null;
}

const uri = (webp: Uint8Array): string => `data:image/webp;base64,${Buffer.from(webp).toString("base64")}`;
