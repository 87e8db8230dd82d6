import { dirname, join } from "node:path";
import { UserError } from "../errors.js";
import { isFile, isFolder, listFolder, readText } from "../host/files.js";
import type { ImageRef } from "../types.js";
import { resolveImages } from "./images.js";

const imageEnding = /\.(?:jpe?g|png|bmp|p[gpbn]m|webp|tiff?|gif)$/i;
const listEnding = /\.(?:list|txt)$/i;

/**
 * The images that a path of the command line stands for: itself, all below a folder in byte order of their paths, or
 * those a list file names (first field a line, relative to the list).
 *
 * @param name what the path is called in names; images below a folder are `name/...`
 * @throws UserError where there is nothing
 */
export function listImages(name: string, path: string): ImageRef[] {
  if (isFolder(path)) {
    const found = below(name.replace(/\/+$/, ""), path);
    if (found.length === 0) throw new UserError(`${path}: no images in it`);
    return found;
  }
  if (!isFile(path)) throw new UserError(`${path}: no such file or folder`);
  if (!listEnding.test(path)) return [{ name, path }];
  const names = readText(path)
    .split("\n")
    .map((line) => line.trim().split(/\s+/)[0]);
  return resolveImages(
    names.filter((each) => each !== ""),
    dirname(path),
  ).images;
}

function below(name: string, folder: string): ImageRef[] {
  return listFolder(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (isFolder(path)) return below(`${name}/${entry.name}`, path);
    return imageEnding.test(entry.name) ? [{ name: `${name}/${entry.name}`, path }] : [];
  });
}
