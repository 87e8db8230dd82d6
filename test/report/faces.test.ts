import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { drawCharts, drawPng } from "../../src/report/draw.js";
import { facesSvg } from "../../src/report/plots/faces.js";
import { facesChart } from "./charts.js";

/** A picture of one colour as PNG. */
const plain = (colour: string): Promise<Buffer> =>
  sharp({ create: { width: 8, height: 8, channels: 3, background: colour } })
    .png()
    .toBuffer();

const colours = ["#ff0000", "#00ff00", "#0000ff"];
const scale = 2.5;

let pngs: Buffer[];
beforeAll(async () => void (pngs = await Promise.all(colours.map(plain))));

/** Places and sizes of elements in an SVG. */
const boxes = (svg: string, tag: string) =>
  [...svg.matchAll(new RegExp(`<${tag} ([^>]*)>`, "g"))].map(([, attributes]) =>
    Object.fromEntries([...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name, value])),
  );

describe("faces side by side", () => {
  it("lie row by row, a column's width apart, all inside", () => {
    const svg = facesSvg(facesChart([...pngs, ...pngs, pngs[0]], 3));
    const [frame] = boxes(svg, "svg");
    const images = boxes(svg, "image").map(({ x, y }) => [Number(x), Number(y)]);
    expect(images).toHaveLength(7);
    expect(
      images.map(([x]) =>
        images
          .slice(0, 3)
          .map(([first]) => first)
          .indexOf(x),
      ),
    ).toEqual([0, 1, 2, 0, 1, 2, 0]);
    expect(new Set(images.map(([, y]) => y)).size).toBe(3);
    for (const [x, y] of images) {
      expect(x + 64).toBeLessThan(Number(frame.width));
      expect(y + 64 + 20).toBeLessThan(Number(frame.height));
    }
  });

  it("have texts that fit their width in DejaVu Sans, under them and not on the next row", () => {
    const svg = facesSvg(facesChart([...pngs, ...pngs], 2));
    const images = boxes(svg, "image");
    const texts = boxes(svg, "text").slice(1);
    texts.forEach((text, at) => {
      const image = images[Math.floor(at / 2)];
      expect(Number(text.x)).toBeCloseTo(Number(image.x) + 32, 9);
      expect(Number(text.y)).toBeGreaterThan(Number(image.y) + 64);
      expect(Number(text["font-size"]) * 0.62 * "1,234 images".length).toBeLessThanOrEqual(64);
      const below = images[Math.floor(at / 2) + 2];
      if (below) expect(Number(text.y) + 2).toBeLessThan(Number(below.y));
    });
  });

  it("show each picture in its place, its pixels as they are", async () => {
    const svg = facesSvg(facesChart(pngs, 3));
    const image = sharp(await drawPng(svg)).removeAlpha();
    const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
    boxes(svg, "image").forEach(({ x, y }, at) => {
      const [column, row] = [Number(x) + 32, Number(y) + 32].map((place) => Math.round(place * scale));
      const start = (row * info.width + column) * 3;
      expect(`#${Buffer.from(data.subarray(start, start + 3)).toString("hex")}`).toBe(colours[at]);
    });
  });

  it("keep the pixels of a picture shown at two and a half to a unit", async () => {
    const noise = Uint8Array.from({ length: 20 * 20 * 3 }, (_, i) => (i * i * 31) % 256);
    const png = await sharp(noise, { raw: { width: 20, height: 20, channels: 3 } })
      .png()
      .toBuffer();
    const chart = { ...facesChart([png, png, png], 3), width: 8, height: 8 };
    const svg = facesSvg(chart);
    const sheet = await drawPng(svg);
    for (const { x, y } of boxes(svg, "image")) {
      const [left, top] = [Number(x) * scale, Number(y) * scale];
      expect([left, top].map((place) => Math.abs(place - Math.round(place)) < 1e-6)).toEqual([true, true]);
      const area = { left: Math.round(left), top: Math.round(top), width: 20, height: 20 };
      expect((await sharp(sheet).extract(area).removeAlpha().raw().toBuffer()).equals(Buffer.from(noise))).toBe(true);
    }
  });

  it("escape what XML would take for its own", () => {
    const chart = facesChart(pngs, 3);
    const odd = { ...chart, title: '<a & "b">', faces: [{ png: pngs[0], lines: ["<&>"] }] };
    expect(facesSvg(odd)).toContain("&lt;a &amp; &quot;b&quot;&gt;");
    expect(facesSvg(odd)).toContain(">&lt;&amp;&gt;</text>");
  });

  it("are one PNG without SVG where that was asked for", async () => {
    const both = facesChart(pngs, 3);
    const names = await drawCharts([both, { ...both, file: "sorted-faces", svg: false }]);
    expect([...names.keys()].sort()).toEqual(["mean-faces.png", "mean-faces.svg", "sorted-faces.png"]);
  });
});
