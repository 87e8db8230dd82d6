import fc from "fast-check";
import { expect, test } from "vitest";
import { DecimalScanner } from "../../src/store/decimal.js";

/** Reads one field as the scanner does, with what it leaves behind. */
function scan(text: string) {
  const scanner = new DecimalScanner(Buffer.from(`${text}\n`));
  const values = new Float32Array(3);
  scanner.read(values, 1);
  expect([values[0], values[2]]).toEqual([0, 0]);
  return { value: values[1], fault: scanner.fault, rest: scanner.bytes.length - scanner.at };
}

/** The definition: the float32 nearest to the double nearest to the text. */
function expectSame(text: string) {
  const { value, fault, rest } = scan(text);
  expect([text, value, fault, rest]).toEqual([text, Math.fround(Number(text)), null, 1]);
}

test("every double's shortest text gives Math.fround(Number(text)), bit for bit", () => {
  const inFloatRange = fc.double({ noNaN: true, min: -3.4e38, max: 3.4e38 });
  fc.assert(
    fc.property(inFloatRange, (value) => expectSame(String(value))),
    { numRuns: 3000 },
  );
});

test("float32 values printed as doubles, with 9 digits, and with 25 give themselves back", () => {
  fc.assert(
    fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
      for (const text of [String(value), value.toPrecision(9), value.toPrecision(25), value.toExponential(8)]) {
        expectSame(text);
        expect(scan(text).value === value).toBe(true);
      }
    }),
    { numRuns: 2000 },
  );
});

const digits = (most: number) => fc.string({ unit: fc.constantFrom(..."0123456789"), maxLength: most });

test("any sign, digits, point and exponent gives Math.fround(Number(text))", () => {
  const form = fc.tuple(
    fc.constantFrom("", "-", "+"),
    digits(30),
    fc.option(digits(30)),
    fc.option(fc.integer({ min: -60, max: 30 })),
  );
  fc.assert(
    fc.property(form, ([sign, whole, fraction, exponent]) => {
      const text = `${sign}${whole}${fraction === null ? "" : `.${fraction}`}${exponent === null ? "" : `e${exponent}`}`;
      fc.pre(whole !== "" || (fraction ?? "") !== "");
      fc.pre(Number.isFinite(Math.fround(Number(text))));
      expectSame(text);
    }),
    { numRuns: 5000 },
  );
});

test("numbers just beside the middle of two float32 round by all their digits, not by the first 15", () => {
  // 1 + 2^-24 lies halfway between 1 and the next float32, 1 + 2^-23, and ties to even, 1.
  const middle = "1.000000059604644775390625";
  expect(scan(middle).value).toBe(1);
  expect(scan(`${middle.slice(0, -1)}4`).value).toBe(Math.fround(Number(`${middle.slice(0, -1)}4`)));
  // Written by hand, 1.0000001 to 1.0000002 in steps that cross it.
  for (let step = 0; step < 2000; step++) expectSame(`1.0000000596046${String(step).padStart(5, "0")}`);
});

test("subnormal float32 and the largest one", () => {
  for (const text of [
    "1e-45",
    "1.401298464324817e-45",
    "1.1754942106924411e-38",
    "7e-46",
    "3.4028234663852886e+38",
    "0.0000000000000000000000000000000000000000000012",
  ]) {
    expectSame(text);
  }
});

test("zero keeps its sign", () => {
  expect(Object.is(scan("-0.0").value, -0)).toBe(true);
  expect(Object.is(scan("0").value, 0)).toBe(true);
});

test.each(["nan", "NaN", "-nan", "inf", "-Inf", "infinity", "+INFINITY", "3.5e38", "1e39", "1e400", "-1e99999999"])(
  "%s is not finite",
  (text) => {
    expect(scan(text).fault).toBe("not finite");
  },
);

test.each(["abc", "1.2.3", "1,5", "0x10", "1e", "1e+", "-", ".", "+.", "1_000", "--1", "1-", "e5", "b.jpg", "١"])(
  "%s is not a number",
  (text) => {
    expect(scan(text).fault).toBe("not a number");
  },
);
