// How a figure came about, as names and texts: what the page shows on a click, and in the result's own part.
import type { Figure } from "../../types.js";
import { conventionText } from "../convention-texts.js";
import { countNames, optionNames } from "../figure-fields.js";
import { labelOfName } from "../label.js";
import { printCount, printDouble } from "../number.js";
import type { Result } from "../result.js";

export type Facts = readonly (readonly [name: string, text: string])[];

/** All there is to say of a figure, numbers with all their digits. */
export function figureFacts(figure: Figure): Facts {
  const { name, convention, value, reason, std, interval, intervalMethod, far, accepted, threshold } = figure;
  const meaning = conventionText(convention);
  return present([
    ["Figure", labelOfName(name)],
    ["Value", Number.isFinite(value) ? printDouble(value) : "undefined"],
    ["Reason", reason],
    ["Convention", meaning === "" ? convention : `${convention}: ${meaning}`],
    ["95 % interval", interval?.every(Number.isFinite) ? interval.map(printDouble).join(" to ") : undefined],
    ["Interval by", intervalMethod],
    ["Deviation over folds", number(std)],
    ["FAR reached", number(far)],
    ["Accepted", accepted && `${printCount(accepted.genuine)} genuine, ${printCount(accepted.impostor)} impostor`],
    ["Threshold", number(threshold)],
    ...[...optionNames(figure), ...countNames(figure)].map((key): Maybe => [key, text(figure[key])]),
  ]);
}

/** Where a result comes from: digests, versions, settings. */
export function provenanceFacts({ task, protocol, provenance }: Result): Facts {
  return present([
    ["protocol", protocol.name],
    ["protocol digest", protocol.digest],
    ["task", task],
    ...Object.entries(provenance).map(([key, value]): Maybe => [key, text(value)]),
  ]);
}

type Maybe = readonly [string, string | undefined];

const present = (facts: readonly Maybe[]): Facts =>
  facts.filter((fact): fact is readonly [string, string] => fact[1] !== undefined && fact[1] !== "");

const number = (value: number | undefined | null): string | undefined =>
  typeof value === "number" && Number.isFinite(value) ? printDouble(value) : undefined;

/** Fields of an object with blanks between them, so that a narrow page can break them. */
function text(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) return value.map((each) => text(each) ?? "-").join(", ");
  return Object.entries(value)
    .map(([key, each]) => `${key} ${text(each) ?? "-"}`)
    .join(", ");
}
