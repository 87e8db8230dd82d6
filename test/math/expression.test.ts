import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ExpressionFault, readCondition } from "../../src/math/expression.js";

const known = new Set(["a", "b", "c"]);
const holds = (text: string, a = 0, b = 0, c = 0): boolean =>
  readCondition(text, known).holds(
    new Map([
      ["a", a],
      ["b", b],
      ["c", c],
    ]),
  );

describe("conditions", () => {
  it.each([
    ["a >= 0.99", 0.99, 0, true],
    ["a > 0.99", 0.99, 0, false],
    ["a > b - 0.002", 0.9581, 0.96, true],
    ["a <= 1.1 * b", 0.023, 0.02, false],
    ["0 < a < b", 0.5, 0.4, false],
    ["0 < a < b", 0.3, 0.4, true],
    ["not (a < b) and a != 1", 2, 1, true],
    ["a < b or a > 2 * b", 5, 2, true],
    ["abs(a - b) < 0.01", 0.3, 0.305, true],
    ["min(a, b, 3) == 1 and max(a, b) == 2", 1, 2, true],
    ["-a^2 < 0", 3, 0, true],
    ["2^3^2 == 512", 0, 0, true],
    ["a == 0.3", 0.1 + 0.2, 0, true],
  ])("%s with %d and %d: %s", (text, a, b, expected) => expect(holds(text, a, b)).toBe(expected));

  it("tell their symbols, each once", () => {
    expect(readCondition("a > b and a < 2 * b", known).symbols).toEqual(["a", "b"]);
  });

  it("come to what JavaScript makes of the same arithmetic", () => {
    const number = fc.integer({ min: 1, max: 99 }).map((value) => String(value / 10));
    const leaf = fc.oneof(number, fc.constantFrom("a", "b", "c"));
    const { sum } = fc.letrec<{ sum: string }>((tie) => ({
      sum: fc.oneof(
        { depthSize: "small" },
        leaf,
        fc
          .tuple(tie("sum"), fc.constantFrom("+", "-", "*"), tie("sum"))
          .map(([left, sign, right]) => `(${left} ${sign} ${right})`),
      ),
    }));
    const value = fc.integer({ min: -50, max: 50 });
    fc.assert(
      fc.property(sum, sum, fc.constantFrom("<", "<=", ">", ">="), value, value, value, (l, r, sign, a, b, c) => {
        const [left, right] = [l, r].map((side) => new Function("a", "b", "c", `return ${side}`)(a, b, c) as number);
        // mathjs takes numbers nearer than 1e-12 for equal: those cases are another test's.
        fc.pre(Math.abs(left - right) > 1e-9 * (1 + Math.abs(left)));
        expect(holds(`${l} ${sign} ${r}`, a, b, c)).toBe(sign.startsWith("<") ? left < right : left > right);
      }),
    );
  });
});

describe("what is no condition over the symbols is refused", () => {
  it.each([
    ["a", "comes to a number"],
    ["a + 1", "comes to a number"],
    ["", "holds nothing"],
    ["a >", "can't be read"],
    ["d > 1", '"d", which is no figure'],
    ["a > pi", '"pi", which is no figure'],
    ["a > Infinity", "holds Infinity"],
    ["a > NaN", "holds NaN"],
    ["a < 1e999", "holds Infinity"],
    ["a > i", '"i", which is no figure'],
    ["a > true", "holds true"],
    ["a > null", "holds null"],
    ['a > "0"', 'holds "0"'],
    ["a = 1", "an assignment"],
    ["f(x) = x > 1", "a definition of a function"],
    ["a > 1; b > 1", "several expressions"],
    ["a > 1 ? b > 1 : b > 2", "a choice"],
    ["[a] > 1", "a list"],
    ["max([a, 1]) > 1", "a list"],
    ["1:3 > a", "a range"],
    ["a.constructor > 1", "access to a property"],
    ["a[1] > 1", "access to a property"],
    ["{x: a}.x > 1", "access to a property"],
    ["2 a > 1", "side by side"],
    ["5 cm > a", "side by side"],
    ["a! > 1", "the operator factorial"],
    ["a % 2 > 1", "the operator mod"],
    ["a to b > 1", "the operator to"],
    ["a | 1 > 1", "the operator bitOr"],
    ["a' > 1", "the operator ctranspose"],
    ["a xor b", "the operator xor"],
    ["a and b", "and takes comparisons"],
    ["(a > 1) + 1 > 1", "+ takes numbers"],
    ["a > (b > 1)", "> takes numbers"],
    ["abs(a > 1) > 0", "abs takes numbers"],
    ["min() > 1", "min with 0 arguments"],
    ["abs(a, b) > 1", "abs with 2 arguments"],
    ["min(a).constructor > 1", "access to a property"],
    ["(min)(a) > 1", "side by side"],
  ])("%s", (text, says) => {
    expect(() => readCondition(text, known)).toThrow(ExpressionFault);
    expect(() => readCondition(text, known)).toThrow(says);
  });

  it.each([
    "import",
    "createUnit",
    "evaluate",
    "parse",
    "simplify",
    "derivative",
    "compile",
    "config",
    "chain",
    "sqrt",
    "typed",
  ])("%s can't be reached by any way of calling or naming it", (name) => {
    for (const text of [
      `${name}("1") > 1`,
      `${name}(a) > 1`,
      `${name} > 1`,
      `a > ${name}({})`,
      `(${name})(a) > 1`,
      `min(${name}("a")) > 1`,
      `a.${name} > 1`,
      `a["${name}"]("1") > 1`,
      `${name}(a) = 1`,
      `map([1], ${name}) > 1`,
    ])
      expect(() => readCondition(text, known), text).toThrow(ExpressionFault);
  });

  it("a symbol of that name is a number and no function", () => {
    const evaluate = readCondition("evaluate > 1", new Set(["evaluate"]));
    expect(evaluate.holds(new Map([["evaluate", 2]]))).toBe(true);
  });
});
