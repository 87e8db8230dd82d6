import { describe, expect, it } from "vitest";
import { figureTable } from "../../src/report/table.js";
import type { Figure } from "../../src/types.js";
import { smallResult } from "./small-result.js";

const tableOf = (figures: readonly Figure[]) => figureTable({ ...smallResult, figures }, []);
const texts = (figures: readonly Figure[]): string[][] =>
  tableOf(figures).rows.map((row) => row.map(({ text }) => text));

describe("figureTable", () => {
  it("says in notes how intervals were made where that differs", () => {
    const base = { name: "accuracy", value: 0.5, interval: [0.25, 0.75] as const };
    const table = tableOf([
      { ...base, convention: "a", intervalMethod: "wilson" },
      { ...base, convention: "b", intervalMethod: "bootstrap over subjects" },
      { ...base, convention: "c", intervalMethod: "wilson" },
    ]);
    expect(table.columns[3].head).toBe("95 % interval");
    expect(table.rows.map((row) => row[3].note)).toEqual([1, 2, 1]);
    expect(table.notes).toEqual(["interval: wilson", "interval: bootstrap over subjects"]);
  });

  it("prints a threshold figure only where no TAR row shows it", () => {
    const tar = { name: "tar@far=1e-3", convention: "exact", value: 0.5, threshold: 0.25 };
    const threshold = { name: "threshold@far=1e-3", convention: "exact", value: 0.25 };
    expect(texts([tar, threshold]).map(([name]) => name)).toEqual(["TAR@FAR=1e-3"]);
    expect(texts([tar, { ...threshold, value: 0.5 }]).map(([name]) => name)).toEqual([
      "TAR@FAR=1e-3",
      "threshold@FAR=1e-3",
    ]);
    expect(texts([threshold]).map(([name]) => name)).toEqual(["threshold@FAR=1e-3"]);
    const none = { ...tar, threshold: undefined, value: NaN, reason: "too few" };
    expect(texts([none, { ...threshold, value: NaN, reason: "too few" }])).toHaveLength(1);
  });

  it("leaves out columns in which no figure has anything", () => {
    expect(tableOf([{ name: "eer", convention: "exact", value: 0.1 }]).columns.map(({ head }) => head)).toEqual([
      "Figure",
      "Convention",
      "Value",
    ]);
  });

  it("puts options beside the name only where figures differ in them", () => {
    const figure = { name: "bcubed-f", convention: "exact", value: 0.5, method: "ahc" };
    expect(tableOf([figure]).title).toBe("lfw, r_50 & 100%~\\x (method ahc)");
    expect(texts([figure, { ...figure, method: "dbscan" }]).map(([name]) => name)).toEqual([
      "BCubed-f (method ahc)",
      "BCubed-f (method dbscan)",
    ]);
  });
});
