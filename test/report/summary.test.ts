import { describe, expect, it } from "vitest";
import { printLatex } from "../../src/report/latex.js";
import { summariesOf, summaryTable } from "../../src/report/summary.js";
import type { Figure } from "../../src/types.js";

const figure = (name: string, convention: string, value: number, options: object = {}): Figure => ({
  ...{ name, convention, value, flip: "none" },
  ...options,
});
const sources = [
  {
    name: "a_1",
    figures: [
      figure("accuracy", "exact", 0.9, { interval: [0.85, 0.95], intervalMethod: "wilson" }),
      figure("accuracy", "magface", 0.91),
      figure("eer", "exact", 0.1),
      figure("rank-1", "exact", 0.8, { gallery: "G1" }),
      figure("rank-1", "exact", 0.7, { gallery: "G2" }),
    ],
  },
  {
    name: "b",
    figures: [
      figure("accuracy", "exact", 0.95),
      figure("eer", "exact", NaN, { reason: "no impostor" }),
      figure("rank-1", "exact", 0.9, { gallery: "G1" }),
    ],
  },
];

describe("a summary", () => {
  const [plain, searched, ...others] = summariesOf(sources, () => true);

  it("has a row a model and a column a figure, those of one convention together", () => {
    expect(others).toEqual([]);
    expect(plain.columns).toEqual([
      { name: "accuracy", convention: "exact" },
      { name: "eer", convention: "exact" },
      { name: "accuracy", convention: "magface" },
    ]);
    expect(plain.shared).toBe(" (flip none)");
    expect(plain.rows.map(({ source, cells }) => [source, ...cells.map((cell) => cell?.figure.value ?? null)])).toEqual(
      [
        [0, 0.9, 0.1, 0.91],
        [1, 0.95, NaN, null],
      ],
    );
    // Where each figure is in its source.
    expect(plain.rows[0].cells.map((cell) => cell?.place)).toEqual([0, 2, 1]);
  });

  it("has a row each where options differ, apart from figures that lack the option", () => {
    expect(searched.options).toEqual(["gallery"]);
    expect(searched.rows.map(({ source, options, cells }) => [source, ...options, cells[0]?.figure.value])).toEqual([
      [0, "G1", 0.8],
      [0, "G2", 0.7],
      [1, "G1", 0.9],
    ]);
  });

  it("leaves out what isn't wanted", () => {
    expect(summariesOf(sources, ({ name }) => name === "eer")[0].columns).toHaveLength(1);
    expect(summariesOf(sources, () => false)).toEqual([]);
  });

  it("becomes a LaTeX table with the best in bold and published figures below, once each", () => {
    const best = [
      [false, false, false],
      [true, false, false],
    ];
    const published = [
      { figure: "accuracy", value: 0.998, model: "R_100", source: "Table 1", status: "read" },
      { figure: "auc", value: 0.9, model: "nobody", source: "nowhere", status: "read" },
    ];
    const lines = printLatex(summaryTable("LFW", plain, sources, best, published)).split("\n");
    expect(lines).toContain("    Model & accuracy, exact & EER, exact & accuracy, magface \\\\");
    expect(lines).toContain("    a\\_1 & 90.00 \\% & 10.00 \\% & 91.00 \\% \\\\");
    expect(lines).toContain("    b & \\textbf{95.00 \\%} & --\\textsuperscript{1} &  \\\\");
    expect(lines).toContain("    R\\_100\\textsuperscript{2} & 99.80 &  &  \\\\");
    expect(lines).toContain("  \\footnotesize\\textsuperscript{1} no impostor");
    expect(lines).toContain("  \\footnotesize\\textsuperscript{2} published: Table 1 (read)");
    expect(lines.join()).not.toContain("nobody");
  });
});
