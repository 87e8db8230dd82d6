import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NameColumn } from "../../src/protocol/name-column.js";

/** Names with other text between them, as in a list. */
function column(names: readonly string[]): NameColumn {
  const parts: Buffer[] = [];
  const bounds: number[] = [];
  let at = 0;
  for (const name of names) {
    const [before, own] = [Buffer.from(`${names.length} `), Buffer.from(name)];
    bounds.push(at + before.length, at + before.length + own.length);
    parts.push(before, own);
    at += before.length + own.length;
  }
  return new NameColumn(Buffer.concat(parts), Uint32Array.from(bounds));
}

/** Few letters, so that names repeat, begin alike and differ in kind: one, two, three and four bytes long. */
const name = fc
  .array(fc.constantFrom("a", "b", "é", "ü", "名", "😀"), { minLength: 1, maxLength: 3 })
  .map((letters) => letters.join(""));

describe("a column of names, against a list of strings", () => {
  const some = fc.array(name, { maxLength: 40 });

  it("name by row, and whether a row has a name", () => {
    fc.assert(
      fc.property(some, fc.array(name, { maxLength: 5 }), (names, others) => {
        const found = column(names);
        expect(found.count).toBe(names.length);
        names.forEach((own, row) => {
          expect(found.at(row)).toBe(own);
          for (const other of [own, `${own}x`, own.slice(1), names[0], ...others])
            expect(found.isAt(row, other)).toBe(own === other);
        });
      }),
    );
  });

  it("row by name: the first that has it", () => {
    fc.assert(
      fc.property(some, fc.array(name, { maxLength: 9 }), (names, others) => {
        const found = column(names);
        for (const one of [...names, ...others, ""]) expect(found.rowOf(one)).toBe(names.indexOf(one));
      }),
    );
  });

  it("repeats: each with the first row of its name", () => {
    fc.assert(
      fc.property(some, fc.integer({ min: 0, max: 50 }), (names, most) => {
        const expected = names.map((one, row) => ({ row, earlier: names.indexOf(one) }));
        expect(column(names).repeats(most)).toEqual(
          expected.filter(({ row, earlier }) => row > earlier).slice(0, most),
        );
      }),
    );
  });

  it("a stretch handed to a thread, and a column made of strings", () => {
    const filled = fc.array(name, { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(filled, fc.nat(), fc.nat(), (names, one, other) => {
        const from = one % names.length;
        const to = from + 1 + (other % (names.length - from));
        for (const whole of [column(names), NameColumn.of(names)]) {
          expect([whole.count, ...names.map((_, row) => whole.at(row))]).toEqual([names.length, ...names]);
          const { text, bounds } = whole.slice(from, to);
          const part = new NameColumn(Buffer.from(text), bounds);
          expect(Array.from({ length: part.count }, (_, row) => part.at(row))).toEqual(names.slice(from, to));
        }
      }),
    );
  });

  it("of 20,000 numbered pictures: every one found, those not there not", () => {
    const names = Array.from({ length: 20_000 }, (_, i) => `${i}.jpg`);
    const found = column(names);
    expect(names.every((one, row) => found.rowOf(one) === row)).toBe(true);
    expect(["20000.jpg", "-1.jpg", "1.jp", "1.jpgg", "jpg"].map((one) => found.rowOf(one))).toEqual(Array(5).fill(-1));
    expect(found.repeats(9)).toEqual([]);
  });
});
