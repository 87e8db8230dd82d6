// Whether results may be held against each other: one protocol, one set of data.
import { join } from "node:path";
import { faultsError } from "../errors.js";
import type { PairRow } from "../report/result.js";
import type { Member, Part } from "./compare-parts.js";

/** What is known of a part's data. */
export interface Likeness {
  /** How it is known that all models saw the same, or what differs, in words. */
  readonly words: string;
  readonly alike: boolean;
  /** Whether pair i of one result is pair i of the others. */
  readonly samePairs: boolean;
}

/** Data digests that pairs have shown to be of the same data: results of other tasks on them can't show it themselves. */
export type KnownAlike = Set<string>;

/**
 * What is compared:
 *
 * - the digest of the protocol;
 * - where models saw pictures, the data digest: bytes of the pictures, pairs, labels and folds;
 * - where one has features, whose digest names a file that no other model has: of verification the pairs in pairs.csv
 *   (names, labels, folds, in order), of templates the digests of the lists, of another task whether its data are those of
 *   results here that these ways have shown to be alike. What pictures features were made of nobody can tell.
 *
 * @param rows pairs.csv of each member; null where one has none, or the task
 * @param anyway tells what differs in place of throwing it
 * @throws UserError with a line for each result that differs from the part's first
 */
export function likenessOf(
  part: Part,
  rows: readonly PairRow[][] | null,
  known: KnownAlike,
  anyway: boolean,
): Likeness {
  const [reference, ...others] = part.members;
  const found = others.map((other, at) => compareData(reference, other, rows && [rows[0], rows[at + 1]], known));
  const faults = found.flatMap(({ fault, file }, at) =>
    fault === null ? [] : [`${placeOf(others[at], file)}: ${fault}`],
  );
  if (faults.length > 0 && !anyway) throw faultsError(faults);
  const alike = faults.length === 0;
  const samePairs = rows !== null && others.every((_, at) => pairsOf(found[at], rows[0], rows[at + 1]));
  if (alike) for (const { result } of others) known.add(coupleOf(reference, result.provenance.data));
  const words = alike ? [...new Set(found.map(({ how }) => how))].join("; ") : `unlike: ${faultWords(found)}`;
  return { words, alike, samePairs };
}

const placeOf = ({ folder }: Member, file = "result.json"): string => join(folder, file);
const coupleOf = ({ result }: Member, data: string): string => `${result.provenance.data} ${data}`;
const faultWords = (found: readonly Found[]): string =>
  [...new Set(found.flatMap(({ short }) => (short === "" ? [] : [short])))].join("; ");

interface Found {
  readonly how: string;
  readonly fault: string | null;
  /** Where the fault is; absent = result.json. */
  readonly file?: string;
  /** The fault without paths and digests. */
  readonly short: string;
  /** Digests say that pairs are the same, however they are called. */
  readonly digests: boolean;
}

const onward = "; --anyway compares all the same";

function compareData(
  reference: Member,
  other: Member,
  rows: readonly [PairRow[], PairRow[]] | null,
  known: KnownAlike,
): Found {
  const [a, b] = [reference.result, other.result];
  const unlike = (what: string, short: string, file?: string): Found => ({
    ...{ how: "", fault: what + onward, short, digests: false, file },
  });
  const alike = (how: string, digests = false): Found => ({ how, fault: null, short: "", digests });
  if (a.protocol.digest !== b.protocol.digest)
    return unlike(
      `protocol ${b.protocol.name} of digest ${b.protocol.digest}, expected ${a.protocol.digest} as in ${placeOf(reference)}`,
      "protocol digests differ",
    );
  const [data, expected] = [b.provenance.data, a.provenance.data];
  if (data === expected) return alike("data digests are the same", true);
  const otherData = `data ${data}, expected ${expected} as in ${placeOf(reference)}`;
  if (a.provenance.model !== undefined && b.provenance.model !== undefined)
    return unlike(`${otherData}: other pictures, labels or folds`, "data digests differ");
  if (rows !== null) {
    const difference = pairDifference(rows[0], rows[1]);
    if (difference === null) return alike("names, labels and folds of all pairs are the same");
    return unlike(`${difference} as in ${placeOf(reference, "pairs.csv")}`, "pairs differ", "pairs.csv");
  }
  const [lists, wanted] = [b.provenance.lists, a.provenance.lists];
  if (lists !== undefined && wanted !== undefined)
    return JSON.stringify(lists) === JSON.stringify(wanted)
      ? alike("digests of the lists are the same")
      : unlike(
          `lists ${JSON.stringify(lists)}, expected ${JSON.stringify(wanted)} as in ${placeOf(reference)}`,
          "lists differ",
        );
  if (known.has(coupleOf(reference, data))) return alike("data are those of other results here, on the same pairs");
  return unlike(
    `${otherData}: features have a digest each, and nothing here tells whether their pairs are the same (verification results beside these would)`,
    "data digests differ",
  );
}

/** Whether pair i of one is pair i of the other. */
function pairsOf({ digests }: Found, expected: readonly PairRow[], rows: readonly PairRow[]): boolean {
  return digests ? sameLabels(expected, rows) : pairDifference(expected, rows) === null;
}

const sameLabels = (a: readonly PairRow[], b: readonly PairRow[]): boolean =>
  a.length === b.length && a.every(({ genuine, fold }, i) => genuine === b[i].genuine && fold === b[i].fold);

/** The first pair that differs, in words; null where none does. */
function pairDifference(expected: readonly PairRow[], rows: readonly PairRow[]): string | null {
  if (rows.length !== expected.length) return `${rows.length} pairs, expected ${expected.length}`;
  const at = rows.findIndex((row, i) => printPair(row) !== printPair(expected[i]));
  return at < 0 ? null : `pair ${at + 1} is ${printPair(rows[at])}, expected ${printPair(expected[at])}`;
}

const printPair = ({ left, right, genuine, fold }: PairRow): string =>
  `${left} ${right} (${genuine ? "genuine" : "impostor"}, fold ${fold + 1})`;
