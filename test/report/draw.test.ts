import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import sharp from "sharp";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { CurveChart } from "../../src/report/chart.js";
import { drawCharts, drawPng, drawSvg } from "../../src/report/draw.js";
import { specOf } from "../../src/report/plots/spec.js";
import { openDrawing } from "../../src/report/drawing.js";
import { printPlots } from "../../src/report/plots-file.js";
import { manyCharts, runCharts } from "./charts.js";

afterEach(() => vi.restoreAllMocks());

const digests = (files: ReadonlyMap<string, string | Uint8Array>): string[][] =>
  [...files].map(([name, data]) => [name, createHash("sha256").update(data).digest("hex")]);

describe("drawing", () => {
  it("says nothing on the console, whatever the chart", async () => {
    const spies = (["log", "warn", "error", "info"] as const).map((name) => vi.spyOn(console, name));
    for (const chart of manyCharts) await drawSvg(specOf(chart));
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
  });

  it("leaves no NaN in an SVG and asks for no text it cannot show", async () => {
    for (const chart of manyCharts) {
      const svg = await drawSvg(specOf(chart));
      expect(svg).not.toMatch(/NaN|Infinity|undefined|null/);
      expect(svg).toContain('font-family="DejaVu Sans, sans-serif"');
    }
  });

  it("gives the same bytes again, in the thread, and in a fresh process", async () => {
    const first = digests(await drawCharts(runCharts));
    const drawing = openDrawing();
    try {
      const files = await drawing.draw(runCharts);
      expect(files.get("plots.json")).toBe(printPlots(runCharts));
      files.delete("plots.json");
      expect(digests(files)).toEqual(first);
      const reversed = await drawing.draw([...runCharts].reverse());
      reversed.delete("plots.json");
      expect(digests(reversed).sort()).toEqual([...first].sort());
    } finally {
      await drawing.close();
    }
    expect(digests(await drawCharts(runCharts))).toEqual(first);
    const specs = runCharts.map(specOf);
    const svgs = runCharts.map(({ file }) => first.find(([name]) => name === `${file}.svg`)?.[1]);
    expect(drawnElsewhere(specs)).toEqual(svgs);
  });

  it("names an SVG and a PNG for each chart", async () => {
    expect([...(await drawCharts(runCharts)).keys()].sort()).toEqual(
      ["roc", "det", "scores", "magnitudes"].flatMap((file) => [`${file}.png`, `${file}.svg`]).sort(),
    );
  });

  it("can be closed unused", async () => {
    await openDrawing().close();
  });
});

/** Digests of the SVGs of some specs, each drawn first in a process of its own. */
function drawnElsewhere(specs: readonly unknown[]): string[] {
  const draw = new URL("../../dist/report/draw.js", import.meta.url).href;
  const script = `
    import { createHash } from "node:crypto";
    import { drawSvg } from ${JSON.stringify(draw)};
    import { readFileSync } from "node:fs";
    const svg = await drawSvg(JSON.parse(readFileSync(0, "utf8")));
    process.stdout.write(createHash("sha256").update(svg).digest("hex"));`;
  return specs.map((spec) =>
    execFileSync(process.execPath, ["--input-type=module", "-e", script], { input: JSON.stringify(spec) }).toString(),
  );
}

describe("PNG", () => {
  const [chart] = runCharts;

  it("is two and a half times the SVG in size, on white", async () => {
    const svg = await drawSvg(specOf(chart));
    const [, width, height] = (/width="([\d.]+)" height="([\d.]+)"/.exec(svg) as RegExpExecArray).map(Number);
    const { data, info } = await sharp(await drawPng(svg))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(Math.abs(info.width - width * 2.5)).toBeLessThanOrEqual(1);
    expect(Math.abs(info.height - height * 2.5)).toBeLessThanOrEqual(1);
    expect([...data.subarray(0, 3)]).toEqual([255, 255, 255]);
  });

  it("cuts nothing off at its edges: they stay white", async () => {
    const names = ["a", "a_model_name_as_long_as_they_come_r100_ms1mv2_epoch25.onnx"];
    const curves = names.map((name) => ({ ...(chart as CurveChart).curves[0], name }));
    for (const each of [...runCharts, { ...(chart as CurveChart), title: names[1], curves }]) {
      const { data, info } = await sharp(await drawPng(await drawSvg(specOf(each))))
        .greyscale()
        .raw()
        .toBuffer({ resolveWithObject: true });
      const { width, height } = info;
      const edge = (i: number): boolean => {
        const [x, y] = [i % width, Math.floor(i / width)];
        return x < 4 || y < 4 || x >= width - 4 || y >= height - 4;
      };
      expect(data.every((value, i) => !edge(i) || value === 255)).toBe(true);
    }
  });

  it("has letters, not boxes: wide letters leave more ink than as many narrow ones, and none leave nothing", async () => {
    const [none, narrow, wide, other] = await Promise.all(["", "iiiiii", "WWWWWW", "MMMMMM"].map(titleInk));
    expect(none.ink).toBe(0);
    expect(narrow.ink).toBeGreaterThan(0);
    expect(wide.ink).toBeGreaterThan(2 * narrow.ink);
    expect(other.pixels.equals(wide.pixels)).toBe(false);
  });

  /** Dark pixels in the strip above the plot, where only the title stands. */
  async function titleInk(title: string): Promise<{ ink: number; pixels: Buffer }> {
    const png = await drawPng(await drawSvg({ ...specOf(chart), title: { text: title || " ", limit: 0 } }));
    const strip = sharp(png).extract({ left: 100, top: 0, width: 600, height: 45 });
    const pixels = await strip.greyscale().raw().toBuffer();
    return { ink: pixels.filter((value) => value < 128).length, pixels };
  }
});
