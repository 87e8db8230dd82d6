// LFW's pairs.txt and its kin: pairsDevTest, pairsDevTrain, XQLFW's list, RFW's lists without a header.
import { faultsError } from "../errors.js";
import type { PairList } from "../types.js";
import { PairListBuilder } from "./pair-list-builder.js";
import { blankFields, eachLine } from "./text-lines.js";

/** What the first line promises: folds, and pairs of each kind in a fold. */
interface Header {
  readonly folds: number;
  readonly perKind: number;
}

const shapes = "name i j (one person) or name1 i name2 j (two people)";

/**
 * Reads a list in LFW's grammar. The first line may be `folds perKind` (each fold then holds that many pairs of one
 * person and as many of two), `perKind` or the count of all pairs alone (one fold), words without a number (skipped), or
 * a pair. Without a numeric header the list names no folds.
 *
 * Names come out as `Name/Name_0001.jpg`, the subject is the name.
 *
 * @throws UserError with every faulty line, and every fold whose counts are not those of the header
 */
export function readLfw(path: string): PairList {
  const builder = new PairListBuilder();
  let header: Header | undefined;
  let first = true;
  eachLine(path, (text) => {
    const fields = lfwFields(text);
    const isFirst = first;
    first = false;
    if (isFirst && fields.length <= 2 && fields.every((field) => /^\d+$/.test(field))) {
      header = readHeader(fields.map(Number));
      return header.perKind > 0 && header.folds > 0
        ? undefined
        : "a header with 0, expected folds and pairs, as 10 300";
    }
    if (isFirst && fields.every((field) => !/^\d+$/.test(field))) return undefined;
    return addPair(builder, fields, header);
  });
  const pairs = builder.finish(path, (name) => name.slice(0, name.lastIndexOf("/")));
  if (header) checkHeader(pairs, header);
  return pairs;
}

/** Fields between tabs where they make a pair (names may then hold blanks), else between any blanks. */
export function lfwFields(text: string): string[] {
  const tabs = text.trim().split(/\t+/);
  return tabs.length === 3 || tabs.length === 4 ? tabs : blankFields(text);
}

/** One number is the count of one fold's kind (LFW's own files) or of all its pairs; which one, the list's length tells. */
const readHeader = (numbers: readonly number[]): Header =>
  numbers.length === 2 ? { folds: numbers[0], perKind: numbers[1] } : { folds: 1, perKind: numbers[0] };

function addPair(builder: PairListBuilder, fields: readonly string[], header: Header | undefined): string | undefined {
  if (fields.length !== 3 && fields.length !== 4) return `${fields.length} fields, expected ${shapes}`;
  const genuine = fields.length === 3;
  const [name, i, other, j] = genuine ? [fields[0], fields[1], fields[0], fields[2]] : fields;
  const bad = [i, j].find((number) => !/^\d{1,9}$/.test(number));
  if (bad !== undefined) return `"${bad}" is no image number, expected ${shapes}`;
  if (!genuine && name === other)
    return `${name} twice in a line of two people, expected two names or ${name} ${i} ${j}`;
  const fold = header && Math.min(Math.floor(builder.length / (2 * header.perKind)), header.folds - 1);
  builder.add(imageName(name, i), imageName(other, j), genuine, fold);
  return undefined;
}

/** LFW's file name of a person's i-th image. */
const imageName = (person: string, i: string): string =>
  `${person}/${person}_${i.replace(/^0+/, "").padStart(4, "0")}.jpg`;

function checkHeader({ genuine, fold, source }: PairList, { folds, perKind }: Header): void {
  if (folds === 1 && genuine.length === perKind) return;
  const expected = folds * 2 * perKind;
  const faults: string[] = [];
  if (genuine.length !== expected) {
    faults.push(`${source}: ${genuine.length} pairs, its header promises ${expected} (${folds} x 2 x ${perKind})`);
  } else {
    const same = new Uint32Array(folds);
    genuine.forEach((label, i) => (same[fold![i]] += label));
    same.forEach((count, k) => {
      if (count !== perKind)
        faults.push(`${source}: fold ${k + 1} holds ${count} pairs of one person, its header promises ${perKind}`);
    });
  }
  if (faults.length > 0) throw faultsError(faults);
}
