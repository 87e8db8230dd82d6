import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evenPrinter, printCount, printDouble, printPercent, printShort } from "../../src/report/number.js";

describe("printDouble", () => {
  it("gives the double back from its text", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(printDouble(value))).toBe(value + 0);
      }),
    );
  });

  it("prints nothing for what is undefined", () => {
    expect([NaN, Infinity, -Infinity].map(printDouble)).toEqual(["", "", ""]);
  });
});

describe("printPercent", () => {
  it.each([
    [0, 2, "0.00"],
    [1, 2, "100.00"],
    [2 / 3, 2, "66.67"],
    [0.9985, 2, "99.85"],
    [0.999_996, 2, "100.00"],
    [0.999_996, 4, "99.9996"],
    [1e-12, 2, "0.00"],
    [0.07, 0, "7"],
    [-0.0123, 1, "-1.2"],
    [0.005, 0, "1"], // the double 0.005 lies above its decimal
    [0.145, 0, "14"], // the double 0.145 lies below its decimal
  ])("of %d with %d decimals is %s", (rate, digits, text) => expect(printPercent(rate, digits)).toBe(text));

  it("is the nearest multiple of the last decimal for every count in 6,000", () => {
    for (let count = 0; count <= 6000; count++) {
      // hundredths of a percent in whole numbers: count / 6000 * 10000 = count * 5 / 3, never half-way
      const hundredths = Math.floor((count * 5 * 2 + 3) / 6);
      const text = `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, "0")}`;
      expect(printPercent(count / 6000, 2)).toBe(text);
    }
  });
});

describe("printShort", () => {
  it.each([
    [0, 3, "0"],
    [1e-4, 3, "1e-4"],
    [2 / 3000, 3, "6.67e-4"],
    [0.01, 3, "0.01"],
    [0.3125, 4, "0.3125"],
    [-0.31, 4, "-0.31"],
    [22.123456, 5, "22.123"],
    [100, 2, "1e2"],
    [110, 5, "110"],
    [1e6, 5, "1e6"],
    [1.5e300, 5, "1.5e300"],
    [5e-324, 5, "4.9407e-324"],
  ])("of %d with %d digits is %s", (value, digits, text) => expect(printShort(value, digits)).toBe(text));
});

describe("printCount", () => {
  it.each([
    [0, "0"],
    [999, "999"],
    [1000, "1,000"],
    [10_000_000, "10,000,000"],
  ])("of %d is %s", (count, text) => expect(printCount(count)).toBe(text));
});

describe("evenPrinter", () => {
  it.each([
    [[7.53, 20.61, 25.1], 3, ["7.5", "20.6", "25.1"]],
    [[9.999, 105.25], 3, ["10", "105"]],
    [[0.0312, 0.5], 3, ["0.031", "0.500"]],
    [[0, 0], 3, ["0.00", "0.00"]],
    [[NaN, 12], 4, ["NaN", "12.00"]],
    [[1e-20], 3, ["0.00000000"]],
    [[], 3, []],
  ])("prints %j with the decimals that give the greatest %i digits", (values, digits, texts) => {
    expect(values.map(evenPrinter(values, digits))).toEqual(texts);
  });
});
