import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ByteFields } from "../../src/protocol/byte-fields.js";

const fieldsOf = (text: string, at = 0): ByteFields => new ByteFields(Buffer.from(text), at);

describe("whole numbers", () => {
  it.each([
    ["0", 0],
    ["  17 ", 17],
    ["\t4294967295\n", 4294967295],
    ["12\r\n", 12],
    ["007", 7],
  ])("%j is one", (text, expected) => {
    const fields = fieldsOf(text);
    expect([fields.wholeNumber(), fields.fault]).toEqual([expected, false]);
  });

  it.each(["", " ", "\n1", "-1", "+1", "1.5", "1e3", "12a", "x", "4294967296", "99999999999999999999", "１"])(
    "%j is none",
    (text) => {
      const fields = fieldsOf(text);
      expect([fields.wholeNumber(), fields.fault]).toEqual([0, true]);
    },
  );
});

/** Lines of fields as a regular expression reads them. */
function naive(text: string): { fields: string[]; numbers: (number | null)[] }[] {
  return text.split("\n").map((line) => {
    const fields = line.split(/[ \t\r]+/).filter((field) => field !== "");
    return {
      fields,
      numbers: fields.map((field) => (/^\d+$/.test(field) && Number(field) < 2 ** 32 ? Number(field) : null)),
    };
  });
}

describe("fields of a text", () => {
  const word = fc.constantFrom("1", "23", "4294967295", "4294967296", "a.jpg", "é", "-5", "7x");
  const blank = fc.constantFrom(" ", "  ", "\t", " \t ");
  const line = fc
    .tuple(fc.array(fc.tuple(word, blank), { maxLength: 4 }), fc.constantFrom("", " ", "\t"), fc.constantFrom("", "\r"))
    .map(([words, before, end]) => before + words.map((pair) => pair.join("")).join("") + end);

  it("read as numbers line by line are those of a regular expression", () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), fc.boolean(), (lines, ended) => {
        const text = lines.join("\n") + (ended ? "\n" : "");
        const fields = fieldsOf(text);
        const bytes = Buffer.byteLength(text);
        for (const { fields: words, numbers } of naive(text)) {
          const wordsHere = fields.atLineEnd() ? [] : fields.words();
          expect(wordsHere).toEqual(words);
          for (const number of numbers) {
            expect(fields.atLineEnd()).toBe(false);
            if (number === null) fields.skipField();
            else expect(fields.wholeNumber()).toBe(number);
          }
          expect([fields.atLineEnd(), fields.fault]).toEqual([true, false]);
          fields.nextLine();
        }
        expect(fields.at).toBe(bytes);
      }),
    );
  });

  it("a fault lasts until the next line", () => {
    const fields = fieldsOf("x 1\n2");
    fields.wholeNumber();
    fields.skipField();
    expect([fields.wholeNumber(), fields.fault]).toEqual([1, true]);
    fields.nextLine();
    expect([fields.wholeNumber(), fields.fault]).toEqual([2, false]);
  });
});

describe("the line around a place", () => {
  const text = "first\r\nsecond line \n\nlast";
  it("is the same from each of its bytes, blanks at its ends cut", () => {
    const fields = fieldsOf(text);
    const lines = ["first", "second line", "", "last"];
    let [line, start] = [0, 0];
    for (let at = 0; at < text.length; at++) {
      // A line end belongs to its line, but nobody asks for the line of one.
      if (text[at] !== "\n") expect(fields.line(at)).toBe(lines[line]);
      else [line, start] = [line + 1, at + 1];
    }
    expect([line, start]).toEqual([3, text.length - 4]);
  });

  it("is cut after 60 characters", () => {
    expect(fieldsOf("ä".repeat(60)).line(0)).toBe("ä".repeat(60));
    expect(fieldsOf("ä".repeat(61)).line(0)).toBe(`${"ä".repeat(60)}...`);
  });
});
