import { closeFile, openForReading, readFully } from "../host/files.js";
import { countOf, countPairs, describeCounts, printCount } from "../protocol/counts.js";
import type { ImageRef, PairList } from "../types.js";
import { imageKind } from "./image-kind.js";
import type { Findings } from "./inspection.js";

/**
 * Facts of a pair list, and what is suspicious in it without being a fault of form.
 *
 * @returns what is suspicious, which is among the problems too: it stops no run
 */
export function inspectPairs(findings: Findings, pairs: PairList): string[] {
  findings.fact("pairs", describeCounts(countPairs(pairs)));
  if (pairs.fold) findings.fact("pairs a fold", range([...foldSizes(pairs.fold).values()]));
  findings.fact("names", pairs.names.length);
  findings.fact("subjects", pairs.subjects ? printCount(new Set(pairs.subjects).size) : "not told by the list");
  const found = doubts(pairs).map((doubt) => `${pairs.source}: ${doubt}`);
  findings.problems.push(...found);
  return found;
}

/** Forms and sizes of images, read from the first bytes of each. */
export function inspectImages(findings: Findings, images: readonly ImageRef[]): void {
  const kinds = new Map<string, number>();
  const sizes: number[] = [];
  const files = new Map<string, number>();
  try {
    for (const image of images) {
      const { start, size } = beginning(image, files);
      const kind = size === 0 ? "empty" : (imageKind(start) ?? "unknown form");
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      sizes.push(size);
    }
  } finally {
    files.forEach(closeFile);
  }
  findings.fact("images", [...kinds].map(([kind, count]) => `${printCount(count)} ${kind}`).join(", "));
  findings.fact("bytes an image", range(sizes));
  for (const kind of ["empty", "unknown form"]) {
    if (kinds.has(kind))
      findings.problems.push(`${countOf(kinds.get(kind)!, "image")} ${kind === "empty" ? kind : `of ${kind}`}`);
  }
}

/** @param files open files by path, for the caller to close */
function beginning(image: ImageRef, files: Map<string, number>): { start: Buffer; size: number } {
  if (image.bytes) return { start: Buffer.from(image.bytes.subarray(0, 20)), size: image.bytes.length };
  const from = image.start ?? 0;
  const size = (image.end ?? from) - from;
  const file = files.get(image.path) ?? openForReading(image.path);
  files.set(image.path, file);
  const start = Buffer.alloc(Math.min(20, size));
  return { start: start.subarray(0, readFully(file, start, from)), size };
}

function doubts({ left, right, genuine }: PairList): string[] {
  const labels = new Map<number, number>();
  let [same, twice, both] = [0, 0, 0];
  genuine.forEach((label, i) => {
    const [a, b] = left[i] < right[i] ? [left[i], right[i]] : [right[i], left[i]];
    const key = a * 2 ** 26 + b;
    const known = labels.get(key);
    if (a === b) same++;
    if (known === label) twice++;
    if (known !== undefined && known !== label) both++;
    labels.set(key, label);
  });
  const found: string[] = [];
  if (same > 0) found.push(`${countOf(same, "pair")} of an image with itself`);
  if (twice > 0) found.push(`${countOf(twice, "pair")} listed again`);
  if (both > 0) found.push(`${countOf(both, "pair")} listed as genuine and as impostor`);
  if (new Set(genuine).size === 1)
    found.push(`only ${genuine[0] === 1 ? "genuine" : "impostor"} pairs, figures need both kinds`);
  return found;
}

function foldSizes(fold: Uint16Array): Map<number, number> {
  const sizes = new Map<number, number>();
  for (const k of fold) sizes.set(k, (sizes.get(k) ?? 0) + 1);
  return sizes;
}

/** "300", or "298 to 300" where they differ. */
function range(numbers: readonly number[]): string {
  let [least, largest] = [Infinity, -Infinity];
  for (const number of numbers) [least, largest] = [Math.min(least, number), Math.max(largest, number)];
  return least === largest ? printCount(least) : `${printCount(least)} to ${printCount(largest)}`;
}
