import fc from "fast-check";
import { expect, test } from "vitest";
import { bindPairs } from "../../src/protocol/binding.js";
import { PairListBuilder } from "../../src/protocol/pair-list-builder.js";
import type { PairList } from "../../src/types.js";

function pairs(...rows: [string, string][]): PairList {
  const builder = new PairListBuilder();
  for (const [a, b] of rows) builder.add(a, b, true);
  return builder.finish("pairs.txt");
}

const rowsOf = (list: PairList, names: string[]): unknown => {
  const { left, right, how } = bindPairs(list, names);
  return { left: [...left], right: [...right], how };
};

test("by name, in any order", () => {
  expect(rowsOf(pairs(["a", "b"], ["c", "a"]), ["c", "b", "a", "other"])).toEqual({
    left: [2, 0],
    right: [1, 2],
    how: "by-name",
  });
});

test("by path ending, either way round, and with another image ending", () => {
  const rows = { left: [0], right: [1], how: "by-name" };
  expect(rowsOf(pairs(["A/A_1.jpg", "B/B_1.jpg"]), ["/data/lfw/A/A_1.jpg", "/data/lfw/B/B_1.jpg"])).toEqual(rows);
  expect(rowsOf(pairs(["../lfw/A/A_1.jpg", "../lfw/B/B_1.jpg"]), ["A/A_1.jpg", "B/B_1.jpg"])).toEqual(rows);
  expect(rowsOf(pairs(["1_Ann_20_f", "2_Bo_50_m"]), ["agedb/1_Ann_20_f.jpg", "agedb/2_Bo_50_m.jpg"])).toEqual(rows);
  expect(rowsOf(pairs(["A\\A_1.png", "./B/B_1.png"]), ["A/A_1.jpg", "B/B_1.jpg"])).toEqual(rows);
});

test("a folder's name must fit whole", () => {
  expect(() => bindPairs(pairs(["A/1.jpg", "B/1.jpg"]), ["xA/1.jpg", "xB/1.jpg", "c"])).toThrow("none of its names");
});

test("an ending that fits two names is an error", () => {
  expect(() => bindPairs(pairs(["1.jpg", "2.jpg"]), ["A/1.jpg", "B/1.jpg", "A/2.jpg"])).toThrow(
    'pairs.txt: "1.jpg" fits 2 names: A/1.jpg, B/1.jpg',
  );
});

test("repeated rows: pair i takes rows 2i and 2i + 1 where they bear its names, else the first", () => {
  expect(rowsOf(pairs(["a", "b"], ["a", "c"]), ["a", "b", "a", "c"])).toEqual({
    left: [0, 2],
    right: [1, 3],
    how: "by-name",
  });
  expect(rowsOf(pairs(["a", "b"], ["b", "a"]), ["a", "b", "x", "a"])).toEqual({
    left: [0, 1],
    right: [1, 3],
    how: "by-name",
  });
});

test("by row only where no name occurs, and only with two rows a pair", () => {
  expect(rowsOf(pairs(["x", "y"], ["x", "z"]), ["0", "1", "2", "3"])).toEqual({
    left: [0, 2],
    right: [1, 3],
    how: "by-row",
  });
  expect(() => bindPairs(pairs(["x", "y"]), ["0", "1", "2"])).toThrow(
    'pairs.txt: none of its names is in the feature list ("x" here, "0" there), and pairing by rows needs 2 rows (two a pair), found 3',
  );
});

test("some names only: the first ten missing are listed", () => {
  const rows = Array.from({ length: 12 }, (_, i): [string, string] => ["a", `m${i}`]);
  expect(() => bindPairs(pairs(...rows), ["a"])).toThrow(
    "pairs.txt: 12 of 13 names are not in the feature list: m0, m1, m2, m3, m4, m5, m6, m7, m8, m9, ...",
  );
});

test("equals a plain search over all names (distinct paths of one to three parts)", () => {
  const part = fc.constantFrom("a", "b", "c", "d");
  const path = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/"));
  const ends = (long: string, short: string): boolean => `/${long}`.endsWith(`/${short}`);
  fc.assert(
    fc.property(fc.uniqueArray(path, { minLength: 1, maxLength: 6 }), path, (features, name) => {
      const exact = features.indexOf(name);
      const longer = features.filter((feature) => ends(feature, name));
      if (exact < 0 && longer.length > 1) {
        expect(() => bindPairs(pairs([name, name]), features)).toThrow("fits");
        return;
      }
      const shorter = features.filter((feature) => ends(name, feature)).sort((a, b) => b.length - a.length);
      const found = exact >= 0 ? name : (longer[0] ?? shorter[0]);
      fc.pre(found !== undefined);
      expect(features[bindPairs(pairs([name, name]), features).left[0]]).toBe(found);
    }),
    { numRuns: 500 },
  );
});
