import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/math/random.js";
import { templateRow, templateRows } from "../../src/protocol/template-rows.js";

const random = seededRandom(16);
const draw = (most: number, step: number): Uint32Array =>
  Uint32Array.from(new Set(Array.from({ length: 500 }, () => step * random.below(most)))).sort();
const none = 2 ** 32 - 1;

describe.each([
  ["dense, from 0", Uint32Array.from({ length: 50 }, (_, i) => i), true],
  ["with gaps", draw(5000, 1), true],
  ["one number", Uint32Array.of(7), true],
  ["up to the last that has a table", Uint32Array.of(3, 2 ** 24 - 1), true],
  ["one more", Uint32Array.of(3, 2 ** 24), false],
  ["huge", draw(2 ** 20, 4095), false],
  ["up to the largest of 32 bits", Uint32Array.of(0, 9, 2 ** 31, 2 ** 32 - 1), false],
])("template numbers %s", (_, numbers, table) => {
  const rows = templateRows(numbers);

  it("are found at their rows", () => {
    numbers.forEach((number, row) => expect(templateRow(rows, number)).toBe(row));
    expect(rows.byNumber !== null).toBe(table);
    expect([...rows.numbers]).toEqual([...numbers]);
  });

  it("others at none: neighbours, beyond the last, beyond 32 bits", () => {
    const known = new Set(numbers);
    const others = [...numbers].flatMap((number) => [number - 1, number + 1]).concat(0, 1e5, 2 ** 32, 2 ** 40);
    for (const number of others.filter((one) => one >= 0 && !known.has(one)))
      expect(templateRow(rows, number)).toBe(none);
  });

  it("lie in shared memory", () => {
    expect(rows.numbers.buffer).toBeInstanceOf(SharedArrayBuffer);
    if (rows.byNumber !== null) expect(rows.byNumber.buffer).toBeInstanceOf(SharedArrayBuffer);
  });
});
