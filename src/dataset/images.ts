// Where the images of a list are: the folder, how much of each listed path lies inside it, and the files' ending.
import { isAbsolute, join } from "node:path";
import { UserError } from "../errors.js";
import { fileFactsOf, isFile, isFolder } from "../host/files.js";
import type { FileFacts, ImageRef } from "../types.js";

/** Images in the order of the names asked for, found or not. */
export interface ResolvedImages {
  readonly images: ImageRef[];
  /** Names of which no file was found; their image points to where it was expected. */
  readonly missing: string[];
}

/** How listed names map to files: in `folder`, after dropping the first `drop` parts of the path. */
interface Placement {
  readonly folder: string;
  readonly drop: number;
}

const endings = [".jpg", ".png", ".jpeg", ".bmp", ".pgm", ".ppm", ".JPG", ".JPEG", ".PNG", ".BMP", ".PGM", ".PPM"];
const imageEnding = new RegExp(`\\.(?:${endings.map((ending) => ending.slice(1)).join("|")}|webp|tiff?)$`, "i");
const sampleSize = 16;
const mostDropped = 5;

/**
 * Finds the file of each name. The folder and the parts of the listed paths to drop are chosen once, by which of them
 * finds most of a sample of the names; then each name is looked up there, with other image endings where its own isn't
 * there. An image that isn't found is no error here: its pair is counted and listed later.
 *
 * @param folders where to look, in order of preference
 * @throws UserError when not one image is found, naming the folders looked in
 */
export function resolveImages(names: readonly string[], folders: readonly string[] | string): ResolvedImages {
  const asked = typeof folders === "string" ? [folders] : folders;
  const present = asked.filter(isFolder);
  if (present.length === 0) {
    const found = asked.map((path) => `${path}: ${isFile(path) ? "is a file" : "no such folder"}`);
    throw new UserError(`${found.join(", ")}, expected the folder that holds the listed images`);
  }
  const placement = choosePlacement(names, present);
  const images: ImageRef[] = [];
  const missing: string[] = [];
  let ending = "";
  for (const name of names) {
    const found = fileOf(name, placement, ending);
    if (found) {
      ending = found.ending;
      images.push({ name, path: found.path, facts: found.facts });
    } else {
      missing.push(name);
      images.push({ name, path: pathOf(name, placement) });
    }
  }
  if (missing.length === names.length && names.length > 0) {
    throw new UserError(
      `none of ${names.length} images found: "${names[0]}" is not in ${present.join(", ")}; say where they are: --images DIR or --data DIR`,
    );
  }
  return { images, missing };
}

function choosePlacement(names: readonly string[], folders: readonly string[]): Placement {
  const step = Math.max(1, Math.floor(names.length / sampleSize));
  const sample = names.filter((_, i) => i % step === 0).slice(0, sampleSize);
  let best: Placement = { folder: folders[0], drop: 0 };
  let most = 0;
  for (const folder of folders) {
    for (let drop = 0; drop <= mostDropped; drop++) {
      const found = sample.filter((name) => fileOf(name, { folder, drop }, "") !== undefined).length;
      if (found > most) [best, most] = [{ folder, drop }, found];
      if (found === sample.length) return best;
    }
  }
  return best;
}

interface Found {
  readonly path: string;
  readonly ending: string;
  readonly facts: FileFacts;
}

/** @param likely ending that the name before had, tried first */
function fileOf(name: string, placement: Placement, likely: string): Found | undefined {
  const path = pathOf(name, placement);
  const stem = path.replace(imageEnding, "");
  const own = path.slice(stem.length);
  for (const ending of new Set([own === "" ? likely : own, likely, ...endings])) {
    if (ending === "") continue;
    const facts = fileFactsOf(stem + ending);
    if (facts !== null) return { path: stem + ending, ending, facts };
  }
  return undefined;
}

/** Absolute names stand for themselves unless parts of them are dropped. A path can't climb out of its folder once they are. */
function pathOf(name: string, { folder, drop }: Placement): string {
  const path = name.replaceAll("\\", "/");
  if (drop === 0) return isAbsolute(path) ? path : join(folder, path);
  const parts = path.split("/").filter((part) => part !== "" && part !== "." && part !== "..");
  return join(folder, ...parts.slice(Math.min(drop - 1, parts.length - 1)));
}
