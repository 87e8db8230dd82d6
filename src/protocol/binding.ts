import { UserError } from "../errors.js";
import type { PairList } from "../types.js";
import { printCount } from "./counts.js";

/** Rows of a feature list that a pair list's sides stand for. */
export interface Binding {
  /** Row of each pair's two sides. */
  readonly left: Uint32Array;
  readonly right: Uint32Array;
  /** By name, or (a caller warns then) pair i = rows 2i and 2i + 1 because no name of the list occurs. */
  readonly how: "by-name" | "by-row";
}

const imageEnding = /\.(?:jpe?g|png|bmp|pgm|ppm|webp|tiff?)$/i;
const shownNames = 10;

/**
 * Binds pairs to rows of a feature (or image) list.
 *
 * By name: the same text, else one path ending in the other at a folder's border (`/data/lfw/A/A_1.jpg` and `A/A_1.jpg`),
 * else the same without the image ending. Of several rows with one name, pair i takes row 2i or 2i + 1 where it is one
 * of them, else the first: lists that repeat images keep the rows that MagFace's script takes.
 *
 * @param source what messages call the feature list
 * @throws UserError when a name fits several different names, when only some names occur (listing the first ten
 *   missing), and when none occurs and there aren't two rows a pair
 */
export function bindPairs(pairs: PairList, featureNames: readonly string[], source = "the feature list"): Binding {
  const index = new NameIndex(featureNames);
  const rows = pairs.names.map((name) => index.rowsOf(name, pairs.source));
  const missing = pairs.names.filter((_, i) => rows[i].length === 0);
  if (missing.length === pairs.names.length) return bindByRow(pairs, featureNames, source);
  if (missing.length > 0) {
    const count = `${printCount(missing.length)} of ${printCount(pairs.names.length)}`;
    const more = missing.length > shownNames ? ", ..." : "";
    throw new UserError(
      `${pairs.source}: ${count} names are not in ${source}: ${missing.slice(0, shownNames).join(", ")}${more}`,
    );
  }
  const side = (sides: Uint32Array, offset: number): Uint32Array =>
    sides.map((name, i) => (rows[name].includes(2 * i + offset) ? 2 * i + offset : rows[name][0]));
  return { left: side(pairs.left, 0), right: side(pairs.right, 1), how: "by-name" };
}

function bindByRow(pairs: PairList, featureNames: readonly string[], source: string): Binding {
  const { names, left } = pairs;
  if (featureNames.length !== 2 * left.length) {
    throw new UserError(
      `${pairs.source}: none of its names is in ${source} ("${names[0] ?? ""}" here, "${featureNames[0] ?? ""}" there), ` +
        `and pairing by rows needs ${printCount(2 * left.length)} rows (two a pair), found ${printCount(featureNames.length)}`,
    );
  }
  return {
    left: Uint32Array.from(left, (_, i) => 2 * i),
    right: Uint32Array.from(left, (_, i) => 2 * i + 1),
    how: "by-row",
  };
}

/** Rows of a list by name, by path ending, and by either without the image ending: see bindPairs. */
export class NameIndex {
  readonly #exact = new Map<string, number[]>();
  readonly #bySuffixes = new Map<number, Map<string, number[]>>();
  #stems?: NameIndex;

  constructor(private readonly names: readonly string[]) {
    names.forEach((name, row) => append(this.#exact, tidy(name), row));
  }

  /** Rows of one name, ascending; none where nothing fits. @throws UserError when it fits several different names */
  rowsOf(name: string, source: string): readonly number[] {
    const rows = this.#rowsOf(tidy(name), source);
    if (rows.length > 0) return rows;
    this.#stems ??= new NameIndex(this.names.map(withoutEnding));
    return this.#stems.#rowsOf(tidy(withoutEnding(name)), source);
  }

  #rowsOf(name: string, source: string): readonly number[] {
    const same = this.#exact.get(name);
    if (same) return same;
    const parts = name.split("/");
    const longer = this.#withSuffixes(parts.length).get(name) ?? [];
    const shorter = parts.slice(1).map((_, i) => this.#exact.get(parts.slice(i + 1).join("/")) ?? []);
    const rows = longer.length > 0 ? longer : (shorter.find((found) => found.length > 0) ?? []);
    const distinct = new Set(rows.map((row) => tidy(this.names[row])));
    if (distinct.size > 1) {
      throw new UserError(
        `${source}: "${name}" fits ${distinct.size} names: ${[...distinct].slice(0, 3).join(", ")} ...`,
      );
    }
    return rows;
  }

  /** Rows by the last `depth` parts of their names, of those that have more parts. */
  #withSuffixes(depth: number): ReadonlyMap<string, number[]> {
    const known = this.#bySuffixes.get(depth);
    if (known) return known;
    const suffixes = new Map<string, number[]>();
    for (const [name, rows] of this.#exact) {
      const parts = name.split("/");
      if (parts.length > depth) for (const row of rows) append(suffixes, parts.slice(-depth).join("/"), row);
    }
    this.#bySuffixes.set(depth, suffixes);
    return suffixes;
  }
}

const withoutEnding = (name: string): string => name.replace(imageEnding, "");

/** One spelling of a path: slashes, without ./ at its start. */
const tidy = (name: string): string => name.replaceAll("\\", "/").replace(/^(?:\.\/+)+/, "");

function append(map: Map<string, number[]>, key: string, row: number): void {
  const rows = map.get(key);
  if (rows) rows.push(row);
  else map.set(key, [row]);
}
