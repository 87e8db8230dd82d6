// NIST's protocol files to the meta files that evaluations of IJB-B and IJB-C read.
import { join } from "node:path";
import { UserError } from "../errors.js";
import { checkFolderTarget, isFile, statOf, WholeFile, writeTogether } from "../host/files.js";
import { findNistFiles, type NistFiles } from "../protocol/nist-files.js";
import type { TemplateSet } from "../protocol/template-folder.js";
import { readTemplateFiles, type TemplateRoll } from "../protocol/template-roll.js";
import type { Io } from "../types.js";
import { ijbLists } from "./ijb-lists.js";
import { writePairs, type PairCounts } from "./ijb-pair-file.js";

export interface IjbRequest {
  readonly set: TemplateSet;
  /** Folder with NIST's CSV files, or the one above it. */
  readonly protocol: string;
  /** Gets a folder `meta`. */
  readonly out: string;
  readonly signal: AbortSignal;
  readonly io: Pick<Io, "progress" | "warn">;
}

export interface IjbSummary extends PairCounts {
  /** Folder of the files, and their names. */
  readonly meta: string;
  readonly files: readonly string[];
  /** Lines of face_tid_mid; a face of two templates counts twice. */
  readonly faces: number;
  readonly crops: number;
  readonly templates: number;
  readonly subjects: number;
  readonly media: number;
  /** Templates whose images SIGHTING_ID groups otherwise than the media written. */
  readonly sightingsDiffer: number;
}

/**
 * Writes face_tid_mid, template_pair_label, the 1:N lists, img.list, boxes and crops.csv into `out`/meta, all or none.
 *
 * @throws UserError with all faults of the first file that has any; nothing is written then
 */
export async function prepareIjb({ set, protocol, out, signal, io }: IjbRequest): Promise<IjbSummary> {
  const sources = findNistFiles(set, protocol);
  const meta = join(out, "meta");
  checkTarget(set, meta, sources);
  const roll = await readTemplateFiles([...sources.search.map(({ path }) => path), ...sources.verification], signal);
  if (roll.sightingsDiffer > 0) io.warn(sightingsWarning(roll.sightingsDiffer));
  const searchNames = sources.search.map(({ name }) => name);
  const lists = new Map(Array.from(ijbLists(set, roll, searchNames), ([name, text]) => [join(meta, name), text]));
  const pairFile = join(meta, `${set}_template_pair_label.txt`);
  const counts = await writeMeta(lists, pairFile, sources.matches, roll, { progress: io.progress, signal });
  return summarise(meta, [...lists.keys(), pairFile], roll, counts);
}

/** Says before the work what would be wrong with the folder: sets share two names, and 1:N lists are called as NIST's. */
function checkTarget(set: TemplateSet, meta: string, { search }: NistFiles): void {
  checkFolderTarget(meta);
  const other = join(meta, `${set === "ijbb" ? "ijbc" : "ijbb"}_face_tid_mid.txt`);
  if (isFile(other)) throw new UserError(`${other}: of another set, expected a folder of its own for ${set}`);
  const taken = search.find(({ name, path }) => isSame(path, join(meta, name)));
  if (taken) throw new UserError(`${taken.path}: is one of the files to read, expected another folder to write into`);
}

/** The pairs are written piece by piece, the lists when the pairs turned out faultless; then all get their names. */
async function writeMeta(
  lists: ReadonlyMap<string, string>,
  pairFile: string,
  matches: string,
  { subjects }: TemplateRoll,
  work: Pick<Io, "progress" | "signal">,
): Promise<PairCounts> {
  const pairs = new WholeFile(pairFile);
  try {
    const counts = await writePairs(matches, subjects, pairs, work);
    writeTogether(lists, () => pairs.finish());
    return counts;
  } catch (error) {
    pairs.abandon();
    throw error;
  }
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [statOf(one), statOf(other)];
  return a !== null && b !== null && a.ino === b.ino && a.dev === b.dev;
}

const sightingsWarning = (templates: number): string =>
  "templates whose images SIGHTING_ID groups otherwise than MEDIA_ID or the pictures' names do: " +
  `${templates}; media follow the latter`;

function summarise(meta: string, files: readonly string[], roll: TemplateRoll, counts: PairCounts): IjbSummary {
  return {
    ...{ meta, files: files.map((path) => path.slice(meta.length + 1)) },
    faces: roll.faces.crop.length,
    crops: roll.crops.length,
    templates: roll.subjects.size,
    subjects: new Set(roll.subjects.values()).size,
    media: roll.media,
    pairs: counts.pairs,
    genuine: counts.genuine,
    sightingsDiffer: roll.sightingsDiffer,
  };
}
