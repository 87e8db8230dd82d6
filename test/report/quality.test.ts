import { describe, expect, it } from "vitest";
import { printLongTable } from "../../src/report/long-table.js";
import { specOf } from "../../src/report/plots/spec.js";
import { plotWidth } from "../../src/report/plots/theme.js";
import { printerFor, qualityTable } from "../../src/report/quality-table.js";
import { rasterPixels } from "../../src/report/raster.js";
import { laySheet } from "../../src/report/sheet.js";
import { figureTable } from "../../src/report/table.js";
import { printTerminal } from "../../src/report/terminal.js";
import { published, smallResult } from "./small-result.js";

const list = {
  names: ["a.jpg", "b.jpg", "c.jpg"],
  columns: [
    {
      name: "piqe",
      values: Float64Array.of(-2, NaN, -31.25),
      reasons: [null, "truncated JPEG", null],
      remark: "turned",
    },
    { name: "unified", values: Float64Array.of(NaN, NaN, 81), reasons: ["too dark", "truncated JPEG", null] },
  ],
};

describe("the table of qualities", () => {
  it("marks what a column means and why a number is missing", () => {
    const { title, columns, rows, notes } = qualityTable(list, {
      places: Uint32Array.of(2, 1, 0),
      order: "the worst by x",
    });
    expect(title).toBe("Quality of 3 images, the worst by x; higher is better");
    expect(columns.map(({ head }) => head)).toEqual(["Image", "piqe [1]", "unified"]);
    expect(rows.map((row) => row.map(({ text, note }) => (note ? `${text} [${note}]` : text)))).toEqual([
      ["c.jpg", "-31.250", "81"],
      ["b.jpg", "- [2]", "- [2]"],
      ["a.jpg", "-2.000", "- [3]"],
    ]);
    expect(notes).toEqual(["turned", "truncated JPEG", "too dark"]);
  });

  it.each([
    ["of whole numbers", [3, -0, 1e15], ["3", "0", "1000000000000000"]],
    ["below each other", [123.456, 1.2345, -0.001], ["123.46", "1.23", "0.00"]],
    ["below one", [0.123456, -0.02], ["0.12346", "-0.02000"]],
    ["very small", [0.00123456, 0.5e-5], ["1.2346e-3", "5e-6"]],
    ["very large", [1234567.8, 2.5], ["1.2346e6", "2.5"]],
    ["of nothing", [], []],
  ])("prints numbers %s", (_, values, texts) => {
    const print = printerFor(Float64Array.from(values));
    expect(values.map(print)).toEqual(texts);
  });
});

it("a long table has the text of the short one", () => {
  const tables = [
    figureTable(smallResult, published),
    qualityTable(list, { places: Uint32Array.of(0, 1, 2) }),
    qualityTable(list, { places: Uint32Array.of() }),
  ];
  for (const table of tables.filter(({ rows }) => rows.length > 0))
    expect(printLongTable(table)).toBe(printTerminal(table));
  expect(printLongTable(tables[2]).split("\n")).toHaveLength(6);
});

describe("the sheet of thumbnails", () => {
  const sheet = (count: number) => laySheet("t", new Array<string>(count).fill("1"));

  it("has twelve columns and eight rows at most, and fewer columns for few pictures", () => {
    const shape = (count: number) =>
      [0, 1].map((axis) => new Set(sheet(count).places.map((place) => place[axis])).size);
    expect([1, 2, 7, 20, 96].map(shape)).toEqual([
      ...[
        [1, 1],
        [2, 1],
        [4, 2],
      ],
      ...[
        [6, 4],
        [12, 8],
      ],
    ]);
  });

  it("is white where thumbnails go, and shows any text", async () => {
    const { svg, places } = laySheet("a & b < \u0001 “ü”", ["-1.5", "<2>"]);
    const { width, data } = await rasterPixels(svg);
    for (const [left, top] of places)
      for (const y of [top, top + 111])
        expect(
          data.subarray((y * width + left) * 3, (y * width + left + 112) * 3).every((value) => value === 255),
        ).toBe(true);
    expect(data.some((value) => value < 128)).toBe(true);
  });
});

it("ticks of a histogram keep clear of each other, whatever the numbers", () => {
  for (const [low, high] of [
    [-41.88166, -41.88164],
    [0, 2097152],
    [-1, 1],
    [22.5, 22.6],
  ]) {
    const edges = Float64Array.from({ length: 41 }, (_, i) => low + ((high - low) * i) / 40);
    const classes = [{ name: "images", counts: new Uint32Array(40).fill(1) }];
    const spec = specOf({ file: "quality-x", title: "t", axis: "x", counted: "images", edges, classes, marks: [] });
    const { x } = (spec as never as { encoding: { x: { axis: { values: number[]; labelExpr: string } } } }).encoding;
    const texts = Object.values(JSON.parse(x.axis.labelExpr.replace("[datum.value]", "")) as Record<string, string>);
    const room = (plotWidth * (x.axis.values[1] - x.axis.values[0])) / (high - low);
    expect(x.axis.values.length).toBeGreaterThan(1);
    expect(Math.max(...texts.map((text) => text.length)) * 6).toBeLessThan(room);
  }
});
