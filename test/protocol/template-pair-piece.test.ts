import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readPairPiece, type PairPieceAnswer } from "../../src/protocol/template-pair-piece.js";
import { readTemplatePairs } from "../../src/protocol/template-pairs.js";
import { templateRows } from "../../src/protocol/template-rows.js";
import { textFiles } from "./fault-of.js";
import { temporaryFolder } from "./temporary-folder.js";

const put = textFiles(".txt");

const small = Uint32Array.of(1, 2, 5, 12, 301);
/** So far apart that rows are searched for. */
const huge = Uint32Array.of(1, 2, 5, 12, 301, 2 ** 32 - 1);

interface Read {
  readonly pairs: readonly (readonly [left: number, right: number, genuine: number])[];
  /** Line from 0, and what is wrong with it. */
  readonly faults: readonly (readonly [number, string])[];
}

/** The list as regular expressions and arrays read it. */
function naive(text: string, numbers: Uint32Array): Read {
  const pairs: [number, number, number][] = [];
  const faults: [number, string][] = [];
  text.split("\n").forEach((line, at) => {
    if (line.trim() === "") return;
    const fields = /^[ \t]*(\d+)[ \t]+(\d+)[ \t]+([01])[ \t\r]*$/.exec(line);
    if (!fields) return void faults.push([at, `"${line.trim()}", expected "template template 0|1"`]);
    const [left, right, genuine] = fields.slice(1).map(Number);
    const unknown = [left, right].find((number) => !numbers.includes(number));
    if (unknown !== undefined) return void faults.push([at, `template ${unknown} has no image`]);
    pairs.push([numbers.indexOf(left), numbers.indexOf(right), genuine]);
  });
  return { pairs, faults };
}

/** Pieces put together again; pairs of faulty lines left out, as a fault ends a run anyway. */
function joined(pieces: readonly PairPieceAnswer[], known: number): Read {
  const pairs = pieces.flatMap(({ left, right, genuine }) =>
    Array.from(left, (row, i) => [row, right[i], genuine[i]] as const),
  );
  let before = 0;
  const faults = pieces.flatMap((piece) => {
    const own = piece.faults.map(({ line, what }) => [before + line, what] as const);
    before += piece.lines;
    return own;
  });
  return { pairs: pairs.filter(([left, right]) => left < known && right < known), faults };
}

function inPieces(path: string, size: number, cuts: readonly number[], numbers: Uint32Array): Read {
  const templates = templateRows(numbers);
  const bounds = [0, ...cuts, size];
  const pieces = bounds.slice(1).map((end, at) => readPairPiece({ path, start: bounds[at], end, templates }));
  return joined(pieces, numbers.length);
}

const texts: readonly (readonly [string, string])[] = [
  ["plain lines", "1 2 0\n5 12 1\n301 1 0\n2 2 1\n"],
  ["no line end at the end", "1 2 0\n301 301 1"],
  ["no line end, one line", "5 1 1"],
  ["CRLF", "1 2 0\r\n301 12 1\r\n5 5 0\r\n"],
  ["CRLF without the last", "1 2 0\r\n301 12 1"],
  ["tabs and runs of blanks", "\t1\t2\t0\n  5   12 1  \n301 \t 1 0\t\n"],
  ["blank lines", "\n\n1 2 0\n \n\t\r\n5 5 1\n\n"],
  ["leading zeros", "01 002 0\n5 0012 1\n"],
  ["unknown templates", "1 2 0\n7 2 1\n1 300 0\n4294967296 1 0\n5 5 1\n"],
  ["bad labels", "1 2 2\n1 2 -1\n1 2 10\n1 2 x\n5 5 1\n1 2 1.0\n"],
  ["short and long lines", "1 2\n1\n1 2 0 0\n5 5 1\nx y z\n1 2 0 x\n1  0\n"],
  ["faults, blanks and no line end", "1 2\r\n\r\n9 1 0\r\n5 5 1\r\n1 2 7"],
  ["nothing", ""],
  ["blanks alone", " \n\n\t"],
];

describe.each([
  ["few numbers", small],
  ["huge numbers", huge],
])("a list of template pairs, %s", (_, numbers) => {
  it.each(texts)("%s: read in one piece", (_, text) => {
    expect(inPieces(put(text), text.length, [], numbers)).toEqual(naive(text, numbers));
  });

  it.each(texts)("%s: cut in two at every byte", (_, text) => {
    const [path, expected] = [put(text), naive(text, numbers)];
    for (let cut = 0; cut <= text.length; cut++)
      expect([cut, inPieces(path, text.length, [cut], numbers)]).toEqual([cut, expected]);
  });

  it.each(texts.filter(([, text]) => text.length < 36))("%s: cut in three at every two bytes", (_, text) => {
    const [path, expected] = [put(text), naive(text, numbers)];
    for (let first = 0; first <= text.length; first++) {
      for (let second = first; second <= text.length; second++)
        expect([first, second, inPieces(path, text.length, [first, second], numbers)]).toEqual([
          first,
          second,
          expected,
        ]);
    }
  });
});

describe("pieces", () => {
  it("a byte each give every pair once", () => {
    const text = "1 2 0\n5 12 1\r\n\n301 1 0";
    const cuts = Array.from({ length: text.length - 1 }, (_, i) => i + 1);
    expect(inPieces(put(text), text.length, cuts, small)).toEqual(naive(text, small));
  });

  it("stop at a thousand faults", () => {
    const path = put("x\n".repeat(5000));
    const { faults, lines } = readPairPiece({ path, start: 0, end: 10_000, templates: templateRows(small) });
    expect([faults.length, lines]).toEqual([1000, 1000]);
  });
});

describe("the whole list", () => {
  const read = (text: string) => readTemplatePairs(put(text), templateRows(small), 2);

  it("of a few lines", async () => {
    expect(joined((await read("1 2 0\n301 5 1\n")) as PairPieceAnswer[], 5).pairs).toEqual([
      [0, 1, 0],
      [4, 2, 1],
    ]);
  });

  it("names file and line of every fault", async () => {
    const path = put("1 2 0\n\n1 3 0\n1 2\n");
    await expect(readTemplatePairs(path, templateRows(small), 2)).rejects.toThrow(
      `${path}:3: template 3 has no image\n${path}:4: "1 2", expected "template template 0|1"`,
    );
  });

  it.each(["", "\n \n"])("without a pair, %j, says so", async (text) => {
    await expect(read(text)).rejects.toThrow('empty, expected "template template 0|1" a line');
  });

  it("that is not there says so", async () => {
    await expect(readTemplatePairs(join(temporaryFolder(), "none"), templateRows(small), 2)).rejects.toThrow(
      "no such file",
    );
  });

  it("of 9 MB by threads: every pair in order, the line of a fault near its end", async () => {
    const lines = Array.from({ length: 1_400_000 }, (_, i) => `${[1, 5, 12, 301][i % 4]} 2 ${(i % 3) >> 1}`);
    const pieces = await read(`${lines.join("\n")}\n`);
    expect(pieces.length).toBeGreaterThan(1);
    let at = 0;
    for (const { left, right, genuine } of pieces) {
      const wrong = left.findIndex((row, i) => row !== [0, 2, 3, 4][(at + i) % 4] || right[i] !== 1);
      expect([wrong, genuine.findIndex((label, i) => label !== ((at + i) % 3) >> 1)]).toEqual([-1, -1]);
      at += left.length;
    }
    expect(at).toBe(lines.length);
    lines[1_350_000] = "1 2 9";
    await expect(read(lines.join("\n"))).rejects.toThrow(':1350001: "1 2 9", expected');
  });
});
