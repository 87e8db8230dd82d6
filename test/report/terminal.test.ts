import { describe, expect, it } from "vitest";
import type { Table } from "../../src/report/table.js";
import { figureTable } from "../../src/report/table.js";
import { printTerminal } from "../../src/report/terminal.js";
import { published, smallResult } from "./small-result.js";

const table: Table = {
  title: "t",
  columns: [
    { head: "Figure", align: "left" },
    { head: "By", align: "left" },
    { head: "Value", align: "right" },
    { head: "Accepted genuine", align: "right" },
  ],
  rows: [
    [{ text: "accuracy" }, { text: "the exact rule" }, { text: "99.83 %" }, { text: "" }],
    [{ text: "AUC" }, { text: "exact" }, { text: "-", note: 1 }, { text: "12" }],
  ],
  notes: ["no impostors"],
};

describe("the table on a terminal", () => {
  it("is as wide as its text where there is room", () => {
    const rule = "─".repeat(8 + 14 + 7 + 16 + 6);
    expect(printTerminal(table)).toBe(
      [
        "t",
        rule,
        "Figure    By                Value  Accepted genuine",
        rule,
        "accuracy  the exact rule  99.83 %",
        "AUC       exact             - [1]                12",
        rule,
        "[1] no impostors",
      ].join("\n"),
    );
  });

  it("wraps between words where there is less", () => {
    const rule = "─".repeat(8 + 5 + 7 + 8 + 6);
    expect(printTerminal(table, { width: 34 })).toBe(
      [
        "t",
        rule,
        "Figure    By       Value  Accepted",
        "                           genuine",
        rule,
        "accuracy  the    99.83 %",
        "          exact",
        "          rule",
        "AUC       exact    - [1]        12",
        rule,
        "[1] no impostors",
      ].join("\n"),
    );
  });

  it("leaves the last columns out where wrapping is not enough, and says so", () => {
    const lines = printTerminal(table, { width: 28 }).split("\n");
    expect(lines.at(-1)).toBe("left out for want of width: Accepted genuine");
    expect(lines.join("\n")).not.toContain("12");
  });

  it("keeps to every width from 60 on, with all figures", () => {
    const whole = figureTable(smallResult, published);
    for (let width = 60; width < 200; width++) {
      const lines = printTerminal(whole, { width }).split("\n");
      const grid = lines.slice(1, lines.lastIndexOf(lines[1]) + 1);
      expect(Math.max(...grid.map((line) => line.length))).toBeLessThanOrEqual(width);
      for (const text of ["87.50 ± 12.50 %", "66.67 %", "99.83 % ", "75.00 %", "1.5e-9"]) {
        expect(lines.join("\n")).toContain(text.trim());
      }
    }
  });

  it("has escape codes only when asked", () => {
    expect(printTerminal(table)).not.toContain("\u001b");
    const coloured = printTerminal(table, { colour: true });
    expect(coloured).toContain("\u001b[1mt\u001b[22m");
    expect(coloured.replace(/\u001b\[\d+m/g, "")).toBe(printTerminal(table));
  });
});
