// A data set before anything is drawn: which pictures, in which files, and which lists go beside them.
import type { FileShot } from "./camera.js";
import { singleKinds, type Degradation } from "./degrade.js";
import type { Stream } from "./random.js";

/** A text file of a data set. Long lists come in pieces. */
export interface ListFile {
  readonly path: string;
  readonly pieces: Iterable<string>;
}

/** All paths are relative to the data set's folder, with forward slashes. */
export interface Plan {
  readonly shots: readonly FileShot[];
  /** Written after the pictures, in this order: the list that readers start from comes last. */
  readonly lists: readonly ListFile[];
  /** What the manifest tells of it. */
  readonly counts: Readonly<Record<string, number>>;
}

/** What every data set's plan depends on. */
export interface PlanBase {
  readonly seed: number;
  /** 1 = the usual share and strength of bad pictures, 0 = none at all. */
  readonly difficulty: number;
}

/**
 * A degradation as collections of found pictures have it: a sixth untouched, most mild, a tail of bad ones.
 *
 * @param difficulty factor on the mild ones' grades and on the share of the tail
 */
export function naturalDegradation(draw: Stream, difficulty: number): Degradation {
  const kind = draw.chance(0.6) ? "mix" : draw.pick(singleKinds);
  const bad = draw.chance(Math.min(1, 0.12 * difficulty));
  const mild = draw.chance(1 / 6) ? 0 : Math.min(1, 0.4 * difficulty * draw.uniform());
  const tail = draw.between(0.45, 1);
  return { kind, grade: roundGrade(bad ? tail : mild) };
}

/** Grades have three decimals, as the truth file prints them. */
export const roundGrade = (grade: number): number => Math.round(grade * 1000) / 1000;

/** A verification protocol in the form that `magface-eval verify FILE` takes. */
export function protocolFile(
  name: string,
  title: string,
  pairs: string,
  expected: Readonly<Record<string, number>>,
): ListFile {
  const protocol = { name, title, task: "verification", pairs, images: ".", expected };
  return { path: "protocol.json", pieces: [JSON.stringify(protocol, null, 2) + "\n"] };
}

/** Lines as one piece of text. */
export const textOf = (lines: readonly string[]): string[] => [lines.map((line) => line + "\n").join("")];

/** Lines made only as they are written, for long lists whose lines take time. */
export function* linesOf<T>(items: readonly T[], line: (item: T) => string): Iterable<string> {
  for (const item of items) yield line(item) + "\n";
}
