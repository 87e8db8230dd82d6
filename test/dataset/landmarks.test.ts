import { join } from "node:path";
import { expect, test } from "vitest";
import { readLandmarks } from "../../src/dataset/landmarks.js";
import { withLandmarks } from "../../src/runs/model-vectors.js";
import { temporaryFolder } from "../protocol/temporary-folder.js";

const list = (text: string): string => join(temporaryFolder({ "points.txt": text }), "points.txt");
const points = [38.3, 51.7, 73.5, 51.5, 56, 71.7, 41.5, 92.4, 70.7, 92.2];

test.each([
  ["InsightFace's, with a score", `1.jpg ${points.join(" ")} 0.99\n`],
  ["without a score", `1.jpg ${points.join("\t")}`],
  ["CSV with heads", `name,x1,y1,x2,y2,x3,y3,x4,y4,x5,y5\n1.jpg,${points.join(",")}\n`],
  ["CSV without", `"1.jpg",${points.join(", ")},1\r\n`],
])("%s", (_, text) => {
  expect([...readLandmarks(list(text))]).toEqual([["1.jpg", points]]);
});

test("faults with file and line; the same points again are none", () => {
  const row = `a.jpg ${points.join(" ")}\n`;
  const path = list(
    `${row}b.jpg 1 2 3\nc.jpg ${points.join(" ").replace("56", "x")}\n${row}${row.replace("56", "57")}`,
  );
  expect(() => readLandmarks(path)).toThrow(
    [
      `${path}:2: 4 fields, expected 11 or 12 (name x1 y1 .. x5 y5 [score])`,
      `${path}:3: "x", expected a number (name x1 y1 .. x5 y5)`,
      `${path}:5: a.jpg again, with other points`,
    ].join("\n"),
  );
  expect(() => readLandmarks(list(""))).toThrow("empty, expected name x1 y1 .. x5 y5 a line");
});

const other = points.map((point) => point + 1);
const two = `A/1.jpg ${points.join(" ")}\nB/1.jpg ${other.join(" ")}\n`;
const image = (name: string) => ({ name, path: name });

test.each([
  ["the same names", two, ["A/1.jpg", "B/1.jpg"]],
  ["images below another folder", two, ["faces/A/1.jpg", "faces/B/1.jpg"]],
  ["a list with another folder", two.trimEnd().replace(/^/gm, "/data/"), ["A/1.jpg", "B/1.jpg"]],
  ["names without ending", two, ["A/1", "B/1"]],
])("points go to their images: %s", (_, text, names) => {
  const found = withLandmarks(names.map(image), list(text)).map(({ landmarks }) => landmarks);
  expect(found).toEqual([points, other]);
});

test("an image without points, and a line that two images would share", () => {
  const path = list(two);
  expect(() => withLandmarks(["A/1.jpg", "C/1.jpg"].map(image), path)).toThrow(
    `${path}: no landmarks of 1 of 2 images, "C/1.jpg" the first`,
  );
  const bare = list(`1.jpg ${points.join(" ")}\n`);
  expect(() => withLandmarks(["A/1.jpg", "B/1.jpg"].map(image), bare)).toThrow(
    `${bare}: "1.jpg" fits both A/1.jpg and B/1.jpg`,
  );
});
