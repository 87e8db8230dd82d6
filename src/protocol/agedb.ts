import { UserError } from "../errors.js";
import { readBytes, statOf } from "../host/files.js";
import type { PairList } from "../types.js";
import { readMatVariable, type MatValue } from "./matlab.js";
import { PairListBuilder } from "./pair-list-builder.js";
import { withSubjectsOfNames } from "./subjects.js";

const largest = 16 << 20;

/**
 * Reads AgeDB's protocol file (`04_FINAL_protocol_30_years.mat`): a cell `splits`, one struct a fold with `pairs`, a
 * 2 x n cell of structs whose first text is an image's name without ending, and `labels`, 1 = one person, -1 (or 0) = two.
 *
 * @throws UserError when the file is no such protocol
 */
export function readAgeDb(path: string): PairList {
  if (Number(statOf(path)?.size ?? 0) > largest) {
    throw new UserError(`${path}: over 16 MB, expected AgeDB's protocol file (under 1 MB)`);
  }
  const splits = readMatVariable(readBytes(path), path, "splits");
  if (splits.kind !== "cell") throw new UserError(`${path}: splits is no cell, expected one of AgeDB's folds each`);
  const builder = new PairListBuilder();
  splits.items.forEach((split, fold) => addFold(builder, split, fold, `${path}: splits{${fold + 1}}`));
  if (builder.length === 0) throw new UserError(`${path}: no pairs in it`);
  return withSubjectsOfNames(builder.finish(path));
}

function addFold(builder: PairListBuilder, split: MatValue, fold: number, where: string): void {
  const record = split.kind === "struct" ? split.items[0] : undefined;
  const pairs = record?.get("pairs");
  const labels = record?.get("labels");
  if (pairs?.kind !== "cell" && pairs?.kind !== "struct")
    throw new UserError(`${where}: no field "pairs" of cells or structs`);
  if (labels?.kind !== "numbers") throw new UserError(`${where}: no field "labels" of numbers`);
  const count = labels.values.length;
  if (pairs.items.length !== 2 * count || pairs.size[0] !== 2) {
    throw new UserError(`${where}: pairs is ${pairs.size.join(" x ")}, expected 2 x ${count} as there are labels`);
  }
  const names = pairs.items.map((item, i) => nameIn(item, `${where}.pairs(${(i % 2) + 1},${(i >> 1) + 1})`));
  labels.values.forEach((label, i) => {
    if (![1, 0, -1].includes(label)) throw new UserError(`${where}.labels(${i + 1}): ${label}, expected 1 or -1`);
    builder.add(names[2 * i], names[2 * i + 1], label === 1, fold);
  });
}

/** The first text in a struct or cell: AgeDB's structs hold a name and an age. */
function nameIn(item: MatValue | ReadonlyMap<string, MatValue>, where: string): string {
  const name = textIn(item, 0);
  if (name === undefined || name === "") throw new UserError(`${where}: no name in it`);
  return name;
}

function textIn(item: MatValue | ReadonlyMap<string, MatValue>, depth: number): string | undefined {
  if (!("kind" in item)) return firstText([...item.values()], depth);
  if (item.kind === "text") return item.text;
  return item.kind === "numbers" ? undefined : firstText(item.items, depth);
}

function firstText(items: readonly (MatValue | ReadonlyMap<string, MatValue>)[], depth: number): string | undefined {
  if (depth > 4) return undefined;
  for (const item of items) {
    const text = textIn(item, depth + 1);
    if (text !== undefined) return text;
  }
  return undefined;
}
