// Which form a pair list has, told from its first bytes and lines.
import { UserError } from "../errors.js";
import { closeFile, isFolder, openForReading, readFully, statOf } from "../host/files.js";
import { cfpProtocolFolder } from "./cfp.js";
import { looksLikeCsv } from "./csv.js";
import { lfwFields } from "./lfw.js";
import { isMatFile } from "./matlab.js";
import { blankFields, firstLines } from "./text-lines.js";

/** Forms of pair lists: LFW's grammar, CFP's Protocol, AgeDB's .mat, two lines a pair, label last on the line, CSV. */
export type PairFormat = "lfw" | "cfp" | "agedb" | "two-line" | "labelled" | "csv";

export const pairFormats: readonly PairFormat[] = ["lfw", "cfp", "agedb", "two-line", "labelled", "csv"];

/** A form and the reason for it in one clause. */
export interface FormatGuess {
  readonly format: PairFormat;
  readonly why: string;
}

const sampleLines = 1000;
const isWhole = (field: string): boolean => /^\d{1,9}$/.test(field);
const isLabel = (field: string): boolean => field === "0" || field === "1";

/**
 * Tells the form of a pair list. Rules, the first that fits: a folder with CFP's Protocol; Matlab's header; a first line
 * that reads as CSV; then by the fields of the first 1,000 lines. Lines of three fields are LFW's where the last two are
 * numbers and the third is not always 0 or 1, or where lines of four fields are among them.
 *
 * @throws UserError where it is no pair list, saying what it looks like
 */
export function sniffPairFormat(path: string): FormatGuess {
  if (isFolder(path)) {
    if (cfpProtocolFolder(path) !== undefined)
      return { format: "cfp", why: "the folder holds CFP's Pair_list_F.txt and Split" };
    throw new UserError(`${path}: a folder without CFP's Protocol, expected a pair list`);
  }
  const start = firstBytes(path);
  if (isMatFile(start)) return { format: "agedb", why: "it begins with Matlab's header" };
  if (start[0] === 0x80 && start[1] <= 5) {
    throw new UserError(
      `${path}: a pickle, it may be an InsightFace .bin with its images (--data), expected a pair list`,
    );
  }
  if (start.toString("latin1", 0, 4) === "PK\x03\x04")
    throw new UserError(`${path}: a zip file (Excel's .xlsx is one), expected a pair list: save it as CSV`);
  const lines = firstLines(path, sampleLines);
  if (lines.length === 0) throw new UserError(`${path}: empty, expected a pair list`);
  return byLines(path, lines);
}

function byLines(path: string, lines: readonly string[]): FormatGuess {
  const [first] = lines;
  if (/^\s*[{[]/.test(first)) throw new UserError(`${path}: looks like JSON, expected a pair list`);
  const fields = lines.map(lfwFields);
  const blank = blankFields(first);
  const labelled = blank.length === 3 && isLabel(blank[2]);
  if (!labelled && looksLikeCsv(first)) return { format: "csv", why: "its first line reads as CSV" };
  if (fields[0].length <= 2 && fields[0].every(isWhole) && fields[1]?.length >= 3) {
    return { format: "lfw", why: `its first line is the header ${fields[0].join(" ")}` };
  }
  if (blank.length > 8)
    throw new UserError(`${path}: ${blank.length} fields in line 1 (a feature list?), expected a pair list`);
  if (
    blank.length === 3 &&
    /\.\w{3,4}$/.test(blank[0]) &&
    isWhole(blank[1]) &&
    !isLabel(blank[2]) &&
    isWhole(blank[2])
  ) {
    throw new UserError(`${path}: image number number a line (an IJB face_tid_mid list?), expected a pair list`);
  }
  const guess = byFields(fields);
  if (guess) return guess;
  const shown = first.slice(0, 80);
  const hint = blank.length === 1 && !first.includes(",") ? " (an image list?)" : "";
  throw new UserError(
    `${path}: no pair list${hint}, it begins with "${shown}"; expected lines "name name 0|1", a CSV with the heads a,b,same, LFW's pairs.txt, or another form that README names`,
  );
}

/** @param lines fields of each line; the first may be a heading */
function byFields(lines: readonly string[][]): FormatGuess | undefined {
  const [first] = lines;
  const some = (test: (fields: string[]) => boolean): boolean => lines.some(test);
  if (some((f) => f.length === 4 && isWhole(f[1]) && isWhole(f[3])))
    return { format: "lfw", why: "its lines are name i j or name1 i name2 j" };
  const threes = lines.slice(lines.length > 1 ? 1 : 0).filter((f) => f.length === 3);
  if (threes.length > 0 && threes.every((f) => isWhole(f[1]) && isWhole(f[2])) && threes.some((f) => !isLabel(f[2]))) {
    return { format: "lfw", why: "its lines are name i j with numbers of images" };
  }
  if (some((f) => f.length === 3 && isLabel(f[2]))) return { format: "labelled", why: "its lines are name name 0|1" };
  if (some((f) => f.length === 2 && /^-?\d+$/.test(f[1])) && first.length === 2) {
    return { format: "two-line", why: "its lines are image label, two a pair" };
  }
  if (some((f) => isLabel(f[f.length - 1])) && isLabel(first[first.length - 1])) {
    return { format: "labelled", why: "its lines end with 0 or 1" };
  }
  return undefined;
}

/** The first bytes of a file, at most 128. @throws UserError when it can't be read */
export function firstBytes(path: string): Buffer {
  if (statOf(path) === null) throw new UserError(`${path}: no such file or folder`);
  const file = openForReading(path);
  try {
    const bytes = Buffer.alloc(128);
    return bytes.subarray(0, readFully(file, bytes, 0));
  } finally {
    closeFile(file);
  }
}
