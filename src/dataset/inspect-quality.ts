import { countOf, printCount } from "../protocol/counts.js";
import { blankFields } from "../protocol/text-lines.js";
import type { Findings } from "./inspection.js";
import { readQualityFile } from "./quality-file.js";

const isNumber = (field: string): boolean => field.trim() !== "" && Number.isFinite(Number(field));

/**
 * Whether the first two lines read as quality numbers: a head over an image and its numbers (some may be missing), parted
 * by commas or semicolons, or `image score` with a score that is no whole number (a label would be).
 */
export function looksLikeQuality([first, second]: readonly string[]): boolean {
  if (second === undefined) return false;
  const mark = [";", ","].find((each) => first.includes(each));
  if (mark === undefined) {
    const rows = [first, second].map(blankFields);
    const scored = rows.every((fields) => fields.length === 2 && !isNumber(fields[0]) && isNumber(fields[1]));
    return scored && rows.some(([, score]) => !Number.isInteger(Number(score)));
  }
  const [head, numbers] = [first, second].map((line) => line.split(mark).slice(1));
  const asNumber = (field: string): boolean => isNumber(field) || /^(?:nan)?$/i.test(field.trim());
  return head.length === numbers.length && !head.some(isNumber) && numbers.every(asNumber);
}

/** Images of a file of quality numbers, and each column's range. */
export async function inspectQuality(findings: Findings, path: string): Promise<void> {
  const table = await findings.attempt(() => readQualityFile(path));
  if (table === undefined) return;
  findings.fact("images", table.columns[0].values.size);
  for (const { name, values } of table.columns) {
    const defined = [...values.values()].filter(Number.isFinite);
    const range = printRange(defined);
    const lost = values.size - defined.length;
    const without = lost === 0 ? "" : `, ${printCount(lost)} without a number`;
    findings.fact(name, defined.length === 0 ? "no numbers" : `${range}${without}`);
    if (defined.length === 0) findings.problems.push(`${path}: column "${name}": ${countOf(lost, "image")}, no number`);
  }
}

function printRange(numbers: readonly number[]): string {
  let [least, most] = [Infinity, -Infinity];
  for (const number of numbers) [least, most] = [Math.min(least, number), Math.max(most, number)];
  return `${least.toPrecision(4)} to ${most.toPrecision(4)}`;
}
