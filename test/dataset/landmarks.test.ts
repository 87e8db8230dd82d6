import { join } from "node:path";
import { expect, test } from "vitest";
import { readLandmarks } from "../../src/dataset/landmarks.js";
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
      `${path}:3: "x" is no coordinate`,
      `${path}:5: a.jpg again, with other points`,
    ].join("\n"),
  );
  expect(() => readLandmarks(list(""))).toThrow("empty, expected name x1 y1 .. x5 y5 a line");
});
