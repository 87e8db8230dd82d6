import { dirname, join } from "node:path";
import { faultsError, UserError } from "../errors.js";
import { isFile, isFolder, listFolder, readText } from "../host/files.js";
import type { ImageRef } from "../types.js";
import { resolveImages } from "./images.js";

const endings = "\\.(?:jpe?g|png|bmp|p[gpbn]m|webp|tiff?|gif)";
const imageEnding = new RegExp(`${endings}$`, "i");
/** Names of images at the start of a list's line, blanks in them included, each up to its ending. */
const listedImages = new RegExp(`.*?${endings}(?=\\s|$)`, "gi");
const listEnding = /\.(?:list|txt)$/i;

/**
 * The images that a path of the command line stands for: itself, all below a folder in byte order of their paths, or
 * those a list file names, one a line, relative to the list: all up to the image ending, else the first field.
 *
 * @param name what the path is called in names; images below a folder are `name/...`
 * @throws UserError where there is nothing, and for lines with several images, which are pairs
 */
export function listImages(name: string, path: string): ImageRef[] {
  if (isFolder(path)) {
    const found = below(name.replace(/\/+$/, ""), path);
    if (found.length === 0) throw new UserError(`${path}: no images in it`);
    return found;
  }
  if (!isFile(path)) throw new UserError(`${path}: no such file or folder`);
  if (!listEnding.test(path)) return [{ name, path }];
  const names = listedNames(path);
  if (names.length === 0) throw new UserError(`${path}: no images in it, expected one a line`);
  return resolveImages(names, dirname(path)).images;
}

/**
 * The images, each once: overlapping paths name some twice.
 *
 * @throws UserError where one name stands for two files
 */
export function distinctImages(images: readonly ImageRef[]): ImageRef[] {
  const known = new Map<string, ImageRef>();
  for (const image of images) {
    const first = known.get(image.name) ?? image;
    if (first.path !== image.path)
      throw new UserError(
        `"${image.name}" stands for ${first.path} and ${image.path}, expected a name of its own for each: give their folders`,
      );
    known.set(image.name, first);
  }
  return [...known.values()];
}

function listedNames(path: string): string[] {
  const faults: string[] = [];
  const names = readText(path)
    .split("\n")
    .map((line, at) => {
      const images = line.trim().match(listedImages) ?? [];
      if (images.length > 1)
        faults.push(`${path}:${at + 1}: ${images.length} images, expected one a line (is it a pair list?)`);
      return images[0] ?? line.trim().split(/\s+/)[0];
    });
  if (faults.length > 0) throw faultsError(faults);
  return names.filter((name) => name !== "");
}

function below(name: string, folder: string): ImageRef[] {
  return listFolder(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (isFolder(path)) return below(`${name}/${entry.name}`, path);
    return imageEnding.test(entry.name) ? [{ name: `${name}/${entry.name}`, path }] : [];
  });
}
