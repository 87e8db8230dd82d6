import type { PairList } from "../types.js";
import { readAgeDb } from "./agedb.js";
import { readCfp } from "./cfp.js";
import { readCsv } from "./csv.js";
import { readLabelled } from "./labelled.js";
import { readLfw } from "./lfw.js";
import { sniffPairFormat, type FormatGuess, type PairFormat } from "./pair-format.js";
import { firstLines } from "./text-lines.js";
import { readTwoLine } from "./two-line.js";

/** A pair list, the form it was read in and why that one. */
export interface ReadPairs extends FormatGuess {
  readonly pairs: PairList;
}

/**
 * Reads a pair list of any form known.
 *
 * @param path a file, or CFP's folder (read as frontal-profile)
 * @param format its form, where it need not be told from the file
 * @throws UserError with all faults of the file
 */
export async function readPairs(path: string, format?: PairFormat): Promise<ReadPairs> {
  const guess = format === undefined ? sniffPairFormat(path) : { format, why: "it was asked for" };
  return { ...guess, pairs: await readers[guess.format](path) };
}

const readers: Readonly<Record<PairFormat, (path: string) => PairList | Promise<PairList>>> = {
  lfw: readLfw,
  cfp: (path) => readCfp(path, "FP"),
  agedb: readAgeDb,
  "two-line": readTwoLine,
  labelled: readLabelled,
  csv: (path) => readCsv(path, firstLines(path, 1)[0] ?? ""),
};
