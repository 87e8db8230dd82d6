import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "csv-parse/sync";
import { reportFiles } from "../../src/report/files.js";
import { printResult } from "../../src/report/json.js";
import { printHistogram, printImages, printPairs, printSummary } from "../../src/report/csv.js";
import { printAs } from "../../src/report/formats.js";
import { escapeLatex } from "../../src/report/latex.js";
import { escapeMarkdown } from "../../src/report/markdown.js";
import { folds, golden, pairs, published, smallResult } from "./small-result.js";

const awkward = fc.string({
  unit: fc.constantFrom("a", '"', "\\", ",", ";", " ", "=", "\n", "\r", "\t", "\0", "\u2028", "é", "😀"),
});

describe("the text files of a result folder", () => {
  const failures = [{ name: "é.png", reason: "not an image" }];
  const files = reportFiles({ result: smallResult, published, folds, pairs, failures });

  it.each(["result.json", "summary.csv", "folds.csv", "pairs.csv", "failures.csv", "table.md", "table.tex"])(
    "%s equals the one written by hand",
    (name) => expect(files.get(name)).toBe(golden(name === "result.json" ? "result.json.txt" : name)),
  );

  it("are no others, and failures.csv only where an image failed", () => {
    expect([...files.keys()].sort()).toEqual(
      ["failures.csv", "folds.csv", "pairs.csv", "result.json", "summary.csv", "table.md", "table.tex"].sort(),
    );
    const bare = reportFiles({ result: smallResult, published, failures: [] });
    expect([...bare.keys()].sort()).toEqual(["result.json", "summary.csv", "table.md", "table.tex"]);
  });

  it("are what --format prints, without the last line break", () => {
    expect(`${printAs("json", smallResult, published)}\n`).toBe(golden("result.json.txt"));
    expect(`${printAs("csv", smallResult, published)}\n`).toBe(golden("summary.csv"));
    expect(`${printAs("md", smallResult, published)}\n`).toBe(golden("table.md"));
  });
});

describe("result.json", () => {
  it("gives every finite double back, and null for the others", () => {
    const anyNumber = fc.double();
    fc.assert(
      fc.property(anyNumber, anyNumber, fc.array(anyNumber, { maxLength: 3 }), (value, threshold, list) => {
        const figure = { name: "auc", convention: "exact", value, threshold, list, deep: { list } };
        const read = JSON.parse(printResult({ ...smallResult, figures: [figure] })).figures[0];
        const expected = (x: number): number | null => (Number.isFinite(x) ? x + 0 : null);
        expect(read.value).toBe(expected(value));
        expect(read.threshold).toBe(expected(threshold));
        expect(read.list).toEqual(list.map(expected));
        expect(read.deep.list).toEqual(list.map(expected));
      }),
    );
  });

  it("does not depend on the order in which fields were set", () => {
    const keys = Object.keys(smallResult.figures[2]);
    fc.assert(
      fc.property(fc.shuffledSubarray(keys, { minLength: keys.length }), (order) => {
        const figure = Object.fromEntries(order.map((key) => [key, smallResult.figures[2][key]]));
        const shuffled = { ...smallResult, figures: [figure as unknown as (typeof smallResult.figures)[0]] };
        expect(printResult(shuffled)).toBe(printResult({ ...smallResult, figures: [smallResult.figures[2]] }));
      }),
    );
  });

  it("holds any text and an empty list of figures", () => {
    fc.assert(
      fc.property(awkward, (reason) => {
        const figures = [{ name: "auc", convention: "exact", value: NaN, reason }];
        expect(JSON.parse(printResult({ ...smallResult, figures })).figures[0].reason).toBe(reason);
      }),
    );
    expect(JSON.parse(printResult({ ...smallResult, figures: [] })).figures).toEqual([]);
  });
});

describe("CSV", () => {
  it("read by a CSV parser gives names and doubles back", () => {
    fc.assert(
      fc.property(awkward, awkward, fc.double({ noNaN: true, noDefaultInfinity: true }), (left, right, score) => {
        const row = { left, right, genuine: true, fold: 0, score, distance: NaN, leftMagnitude: 1, rightMagnitude: 2 };
        const [, read] = parse(printPairs([row]), { record_delimiter: "\n" }) as string[][];
        expect(read.slice(0, 2)).toEqual([left, right]);
        expect(Number(read[4])).toBe(score + 0);
        expect(read[5]).toBe("");
      }),
    );
  });

  it("has as many fields in every row of the summary as in its head", () => {
    const rows = parse(printSummary(smallResult)) as string[][];
    expect(new Set(rows.map((row) => row.length)).size).toBe(1);
  });
});

describe("escaping", () => {
  it("for LaTeX covers every sign that TeX reads as a command", () => {
    expect(escapeLatex("a_b%c&d#e~f\\g$h{i}j^k<l>m|n±o")).toBe(
      "a\\_b\\%c\\&d\\#e\\textasciitilde{}f\\textbackslash{}g\\$h\\{i\\}j\\textasciicircum{}k" +
        "\\textless{}l\\textgreater{}m\\textbar{}n$\\pm$o",
    );
    expect(escapeLatex("two\r\nlines")).toBe("two lines");
  });

  it("for Markdown keeps a cell one cell", () => {
    expect(escapeMarkdown("a|b_c*d`e<f>[g](h)\ni")).toBe("a\\|b\\_c\\*d\\`e\\<f\\>\\[g\\](h) i");
  });
});

describe("images.csv and histogram.csv", () => {
  const image = { dataset: "a,b", name: 'say "hi".jpg', subject: null, magnitude: 0.1 + 0.2, cosine: NaN };
  const bin = { dataset: "a,b", low: 0, high: 0.5, count: 12 };

  it("quote what needs it, print numbers in full and nothing for what is not there", () => {
    expect(printImages([image, { ...image, name: "x", subject: "Ann", cosine: -1 }])).toBe(
      'dataset,name,subject,magnitude,cosine\n"a,b","say ""hi"".jpg",,0.30000000000000004,\n"a,b",x,Ann,0.30000000000000004,-1\n',
    );
    expect(printHistogram([bin])).toBe('dataset,low,high,count\n"a,b",0,0.5,12\n');
  });

  it("are there where a report has them", () => {
    const files = reportFiles({ result: smallResult, published, images: [image], histogram: [bin] });
    expect(files.get("images.csv")).toBe(printImages([image]));
    expect(files.get("histogram.csv")).toBe(printHistogram([bin]));
  });
});
