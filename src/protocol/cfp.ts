// Celebrities in Frontal-Profile: Protocol/Pair_list_{F,P}.txt and Protocol/Split/{FF,FP}/{01..10}/{same,diff}.txt.
import { join, posix } from "node:path";
import { UserError } from "../errors.js";
import { isFile, isFolder, listFolder } from "../host/files.js";
import type { PairList } from "../types.js";
import { PairListBuilder } from "./pair-list-builder.js";
import { blankFields, eachLine } from "./text-lines.js";

/**
 * Reads CFP's frontal-profile (FP) or frontal-frontal (FF) pairs. Each folder of Split is a fold; inside one, `same.txt`
 * comes first. Names are image paths relative to the folder above Protocol (`Data/Images/001/frontal/01.jpg`), the
 * subject is their folder's number.
 *
 * @param folder CFP's own folder, or its Protocol folder
 * @throws UserError when a file is missing, or with the faults of one file
 */
export function readCfp(folder: string, kind: "FF" | "FP" = "FP"): PairList {
  const protocol = cfpProtocolFolder(folder);
  if (protocol === undefined) {
    throw new UserError(`${folder}: no Protocol/Pair_list_F.txt in it, expected CFP's folder or its Protocol folder`);
  }
  const left = readImages(join(protocol, "Pair_list_F.txt"));
  const right = kind === "FF" ? left : readImages(join(protocol, "Pair_list_P.txt"));
  const split = join(protocol, "Split", kind);
  const builder = new PairListBuilder();
  listFolder(split)
    .filter((entry) => entry.isDirectory())
    .forEach((entry, fold) => {
      for (const label of ["same", "diff"]) {
        readSplit(join(split, entry.name, `${label}.txt`), left, right, (a, b) =>
          builder.add(a, b, label === "same", fold),
        );
      }
    });
  if (builder.length === 0)
    throw new UserError(`${split}: no pairs in it, expected folders 01 to 10 with same.txt, diff.txt`);
  return builder.finish(protocol, subjectOf);
}

/** The Protocol folder in or at `folder`, undefined where there is none. */
export function cfpProtocolFolder(folder: string): string | undefined {
  return [join(folder, "Protocol"), folder].find(
    (path) => isFile(join(path, "Pair_list_F.txt")) && isFolder(join(path, "Split")),
  );
}

const subjectOf = (name: string): string => /([^/]+)\/(?:frontal|profile)\//.exec(name)?.[1] ?? posix.dirname(name);

/** Image path of each number; numbers are those in the file, not the lines'. */
function readImages(path: string): Map<number, string> {
  const images = new Map<number, string>();
  eachLine(path, (text) => {
    const [number, image, more] = blankFields(text);
    if (!/^\d{1,9}$/.test(number) || image === undefined || more !== undefined)
      return "expected a number and an image path";
    if (images.has(Number(number))) return `number ${number} again, expected each once`;
    images.set(Number(number), posix.normalize(`Protocol/${image.replaceAll("\\", "/")}`));
    return undefined;
  });
  return images;
}

function readSplit(
  path: string,
  left: ReadonlyMap<number, string>,
  right: ReadonlyMap<number, string>,
  add: (a: string, b: string) => void,
): void {
  eachLine(path, (text) => {
    const [, i, j] = /^\s*(\d{1,9})\s*[,\s]\s*(\d{1,9})\s*$/.exec(text) ?? [];
    if (i === undefined) return `"${text.trim().slice(0, 40)}", expected two image numbers i,j`;
    const a = left.get(Number(i));
    const b = right.get(Number(j));
    if (a === undefined || b === undefined) return `no image number ${a === undefined ? i : j} in the Pair_list file`;
    add(a, b);
    return undefined;
  });
}
