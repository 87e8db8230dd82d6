import { describe, expect, it } from "vitest";
import { readDetectorScores, readTemplatePoints } from "../../src/protocol/detector-scores.js";
import { readTemplateImages } from "../../src/protocol/template-images.js";
import { faultOf, textFiles } from "./fault-of.js";

const put = textFiles(".txt");

describe("points and detector scores", () => {
  const images = readTemplateImages(put("a.jpg 1 1\né.jpg 1 2\nb.jpg 2 1\n"));
  const line = (name: string, first: number, score: number | string): string =>
    [name, ...Array.from({ length: 10 }, (_, i) => first + i / 4), score].join(" ");
  const good = [line("a.jpg", 1, 0.5), line("é.jpg", 20.125, 0.999), line("b.jpg", -3, 1e-3)];

  it("scores as float32, in the order of the images", () => {
    expect([...readDetectorScores(put(`${good.join("\n")}\n`), images)]).toEqual([0.5, 0.999, 1e-3].map(Math.fround));
  });

  it("points, image after image", () => {
    const points = [1, 20.125, -3].flatMap((first) => Array.from({ length: 10 }, (_, i) => first + i / 4));
    expect([...readTemplatePoints(put(good.join("\r\n")), images)]).toEqual(points);
    expect([...readTemplatePoints(put(`\n${good.join("\n\n")}`.replaceAll(" ", "\t ")), images)]).toEqual(points);
  });

  it.each([
    [
      "too few numbers",
      [good[0], "é.jpg 1 2 3", good[2]],
      "2: 3 values after the name, expected 11 (x1 y1 .. x5 y5 score)",
    ],
    ["too many numbers", [`${good[0]} 1`, good[1], good[2]], /^1: 12 values after the name, expected 11/],
    ["no number", [line("a.jpg", 1, "high"), good[1], good[2]], /^1: "high", expected a number/],
    ["not finite", [line("a.jpg", 1, "Infinity"), good[1], good[2]], /^1: "Infinity", expected a number/],
    ["another order", [good[0], good[2], good[1]], '2: "b.jpg", expected "é.jpg", the order of '],
    ["an image too many", [...good, line("c.jpg", 0, 1)], '4: "c.jpg", expected the end, the order of '],
    ["a score of zero", [line("a.jpg", 1, 0), good[1], good[2]], "1: score 0, expected a number above 0"],
    ["a score below zero", [good[0], good[1], line("b.jpg", 1, -0.5)], "3: score -0.5, expected a number above 0"],
    ["a score too large", [line("a.jpg", 1, 1e39), good[1], good[2]], "1: score 1e+39, expected a number that float32"],
    ["an image too few, told once", [good[1], good[2]], /^1: "é\.jpg", expected "a\.jpg", the order of \S+$/],
  ])("%s: line, what was found, what was expected", (_, lines, expected) => {
    const path = put(`${lines.join("\n")}\n`);
    const fault = faultOf(() => readDetectorScores(path, images)).replaceAll(`${path}:`, "");
    if (typeof expected === "string") expect(fault).toContain(expected);
    else expect(fault).toMatch(expected);
  });

  it("points do not mind a score of zero", () => {
    expect(readTemplatePoints(put([line("a.jpg", 1, 0), good[1], good[2]].join("\n")), images)).toHaveLength(30);
  });

  it("too few images: how many, and how many there are", () => {
    const path = put(good.slice(0, 2).join("\n"));
    const expected = `${path}: 2 images, expected 3 as in ${images.source}`;
    expect(faultOf(() => readDetectorScores(path, images))).toBe(expected);
    expect(faultOf(() => readTemplatePoints(path, images))).toBe(expected);
  });
});
