// What the page's script draws: checked against the charts it was made of.
import { describe, expect, it } from "vitest";
import type { Chart, ErcChart, RateChart } from "../../src/report/chart.js";
import { plotData, type PlotData } from "../../src/report/html/plot-data.js";
import { bell, curveChart, curveOf, histogramChart, manyCharts, scatterChart } from "./charts.js";

type Column = (number | null)[] | { words: string[]; at: number[] };
type Row = Record<string, number | string | null>;

/** Rows of a plot's data as the page's script makes them. */
function rowsOf({ spec }: PlotData, name: string): Row[] {
  const { data } = spec as { data: { name: string; values: { fields: string[]; columns: Column[] } }[] };
  const { fields, columns } = data.find((each) => each.name === name)!.values;
  const value = (column: Column, row: number) => (Array.isArray(column) ? column[row] : column.words[column.at[row]]);
  const [first] = columns;
  const count = (Array.isArray(first) ? first : first.at).length;
  return Array.from({ length: count }, (_, row) =>
    Object.fromEntries(fields.map((field, at) => [field, value(columns[at], row)])),
  );
}

const genuine = bell(400, 0.5, 0.06);
const impostor = bell(600, 0.1, 0.05);

describe("points of curves", () => {
  it.each(["roc", "det"] as const)("of %s tell how many pairs their threshold accepts", (file) => {
    const { plot, series } = plotData(curveChart(file, curveOf("m", genuine, impostor)), "d");
    expect(series).toEqual([{ name: "m", colour: "#0072B2", dash: [] }]);
    const rows = rowsOf(plot, plot.table.data);
    expect(rows.length).toBeGreaterThan(20);
    for (const row of rows) {
      // Thresholds have six digits here, so scores that near to them may lie on either side.
      const above = (scores: number[], sign: number) => scores.filter((x) => x > Number(row.threshold) + sign * 1e-6);
      if (row.threshold === null) continue; // The strictest and the loosest, which are infinite.
      for (const [name, scores] of [
        ["genuine", genuine],
        ["impostor", impostor],
      ] as const) {
        expect(row[name]).toBeGreaterThanOrEqual(above(scores, 1).length);
        expect(row[name]).toBeLessThanOrEqual(above(scores, -1).length);
      }
      expect(row.fmr).toBeCloseTo(Number(row.impostor) / 600, 5);
      expect(row.fnmr).toBeCloseTo(1 - Number(row.genuine) / 400, 5);
      if (file === "roc") expect(row.tar).toBeCloseTo(Number(row.genuine) / 400, 5);
    }
  });

  it("are told of each model by its name", () => {
    const other = curveOf("n", genuine, bell(600, 0.2, 0.05));
    const { plot, series } = plotData(curveChart("roc", curveOf("m", genuine, impostor), other), "d");
    expect(series.map(({ name }) => name)).toEqual(["m", "n"]);
    expect(new Set(rowsOf(plot, "hits").map(({ s }) => s))).toEqual(new Set(["m", "n"]));
  });

  it("of error versus reject and of ranks are the curves' own", () => {
    const erc: ErcChart = {
      ...{ file: "erc-1e-2", title: "t", reject: "pairs", start: 0.1 },
      methods: [{ name: "q", rate: Float64Array.of(0, 0.2, 0.5), fnmr: Float64Array.of(0.1, 0.05, 0.01), band: [] }],
    };
    const cmc: RateChart = {
      ...{ file: "cmc", title: "t" },
      rates: [{ name: "G1", x: Float64Array.of(1, 2, 3), y: Float64Array.of(0.8, 0.9, 1) }],
    };
    const places = (chart: Chart) => rowsOf(plotData(chart, "d").plot, "hits").map(({ x, y }) => [x, y]);
    expect(places(erc)).toEqual([
      [0, 0.1],
      [0.2, 0.05],
      [0.5, 0.01],
    ]);
    expect(places(cmc)).toEqual([
      [1, 0.8],
      [2, 0.9],
      [3, 1],
    ]);
  });
});

it("bars of a histogram tell the counts of every class", () => {
  const chart = histogramChart(genuine, impostor);
  const rows = rowsOf(plotData(chart, "d").plot, "hits");
  const total = (field: string) => rows.reduce((sum, row) => sum + Number(row[field]), 0);
  expect([total("c0"), total("c1")]).toEqual(chart.classes.map(({ counts }) => counts.reduce((a, b) => a + b, 0)));
  for (const { low, high, c0 } of rows)
    expect(c0).toBe(
      genuine.filter(
        (x) =>
          x >= chart.edges[chart.edges.findIndex((e) => Math.abs(e - Number(low)) < 1e-5)] &&
          x < chart.edges[chart.edges.findIndex((e) => Math.abs(e - Number(high)) < 1e-5)],
      ).length,
    );
});

it("a scatter shows a thousand points at most", () => {
  const rows = rowsOf(plotData(scatterChart(2, 3000), "d").plot, "hits");
  expect(rows).toHaveLength(1000);
  expect(new Set(rows.map(({ s }) => s)).size).toBe(2);
});

it("nothing but functions that vega's own reader of expressions knows is asked for, and no address", () => {
  for (const chart of manyCharts) {
    const text = JSON.stringify(plotData(chart, "d").plot.spec).replace(/"\$schema":"[^"]*"/, "");
    expect(text).not.toMatch(/"url"|https?:/);
    expect(text).not.toContain("NaN");
  }
});
