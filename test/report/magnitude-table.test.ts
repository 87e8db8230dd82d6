import { describe, expect, it } from "vitest";
import { printWith } from "../../src/report/formats.js";
import { printLatex } from "../../src/report/latex.js";
import { magnitudeTable } from "../../src/report/magnitude-table.js";
import type { Result } from "../../src/report/result.js";
import type { Figure } from "../../src/types.js";
import { smallResult } from "./small-result.js";

/** Figures of a set: its images, its magnitudes around a middle, and a correlation. */
function figuresOf(dataset: string, middle: number, correlation: Partial<Figure>): Figure[] {
  const figure = (name: string, value: number): Figure => ({ name, convention: "exact", dataset, flip: "none", value });
  const spread = { q05: -2, q25: -1, median: 0, q75: 1, q95: 2.5, mean: 0.125 };
  return [
    figure("images", 13_233),
    ...Object.entries(spread).map(([name, away]) => figure(`magnitude-${name}`, middle + away)),
    { ...figure("magnitude-cosine-spearman", NaN), ...correlation },
  ];
}

const found = {
  value: 0.6,
  interval: [-0.0521, 0.7] as const,
  intervalMethod: "bootstrap over subjects",
  subjects: 5749,
};
const result: Result = {
  ...smallResult,
  task: "magnitude",
  figures: [...figuresOf("lfw", 22, found), ...figuresOf("faces", 9, { reason: "subjects are not known" })],
};

describe("the table of magnitudes", () => {
  const table = magnitudeTable(result);
  const texts = table.rows.map((row) => row.map(({ text }) => text));

  it("has a row a set, and lengths with the same decimals", () => {
    expect(table.title).toBe("magnitude, r_50 & 100%~\\x (flip none)");
    expect(texts).toEqual([
      ["lfw", "13,233", "22.13", "20.00", "21.00", "22.00", "23.00", "24.50", "5,749", "0.600", "-0.052 to 0.700"],
      ["faces", "13,233", "9.13", "7.00", "8.00", "9.00", "10.00", "11.50", "-", "-", "-"],
    ]);
    expect(table.columns).toHaveLength(texts[0].length);
  });

  it("says in notes what was correlated, how intervals were made and why one is missing", () => {
    expect(table.notes).toEqual([
      expect.stringContaining("mean of the subject's other images"),
      "bootstrap over subjects",
      "subjects are not known",
    ]);
    expect(table.columns.flatMap(({ head, note }) => (note ? [[head, note]] : []))).toEqual([
      ["Spearman", 1],
      ["95 % interval", 2],
    ]);
    expect(table.rows[1][9].note).toBe(3);
  });

  it("marks heads in every form", () => {
    const print = (format: "table" | "md") => printWith(format, result, () => table);
    expect(print("table")).toContain("Spearman [1]  95 % interval [2]\n");
    expect(print("md")).toContain("| Spearman<sup>1</sup> | 95 % interval<sup>2</sup> |");
    expect(printLatex(table)).toContain("Spearman\\textsuperscript{1} & 95 \\% interval\\textsuperscript{2} \\\\");
  });

  it("gives csv and json of all figures", () => {
    expect(printWith("csv", result, () => table).split("\n")).toHaveLength(1 + result.figures.length);
    expect(JSON.parse(printWith("json", result, () => table)).figures).toHaveLength(result.figures.length);
  });

  it("of one set names it in its row, not in the title", () => {
    const one = magnitudeTable({ ...result, figures: figuresOf("lfw", 22, found) });
    expect(one.title).toBe("magnitude, r_50 & 100%~\\x (flip none)");
    expect(one.rows).toHaveLength(1);
  });
});
