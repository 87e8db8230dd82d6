import { expect, test } from "vitest";
import { mediumOf, SightingCheck } from "../../src/protocol/nist-media.js";
import { templateRows, type TemplateRow } from "../../src/protocol/nist-templates.js";
import { readTemplateFiles } from "../../src/protocol/template-roll.js";
import { textFiles } from "./fault-of.js";

const list = textFiles(".csv");

const heads = "TEMPLATE_ID,SUBJECT_ID,FILENAME,SIGHTING_ID,FACE_X,FACE_Y,FACE_WIDTH,FACE_HEIGHT\n";
const signal = new AbortController().signal;
const roll = (...texts: string[]) => readTemplateFiles(texts.map(list), signal);

async function rowsOf(path: string): Promise<[rows: TemplateRow[], faults: string[]]> {
  const rows: TemplateRow[] = [];
  const faults: string[] = [];
  for await (const row of templateRows(path, faults)) rows.push(row);
  return [rows, faults];
}

const row = { line: 2, template: 7, subject: 3, picture: "img/1.jpg", box: [10, 20, 30, 40], sighting: "5", media: "" };

test.each([
  ["NIST's heads", `${heads}7,3,img/1.jpg,5,10,20,30,40\n`],
  [
    "another order and case, further columns, no line end",
    "face_height,Face_Width,AGE,face_y,FACE_X,sighting_id,filename,subject_id,template_id\n40,30,2,20,10,5,img/1.jpg,3,7",
  ],
  [
    "a byte-order mark, CRLF, quotes, a blank line, decimals",
    `\uFEFF${heads.replace("\n", "\r\n")}"7","3","img/1.jpg",5,10.0,20.00,30,40\r\n\r\n`,
  ],
  ["IJB-B 1.0's FILE", `${heads.replace("FILENAME", "FILE")}7,3,img/1.jpg,5,10,20,30,40\n`],
])("a row under %s", async (_, text) => {
  expect(await rowsOf(list(text))).toEqual([[row], []]);
});

test("test1 of IJB-C has no SIGHTING_ID, IJB-A has MEDIA_ID; a picture's name may hold a comma", async () => {
  const without = list(`${heads.replace("SIGHTING_ID,", "")}7,3,"img/1,2.jpg",-10,20.5,30,40\n`);
  expect((await rowsOf(without))[0]).toEqual([
    { ...row, picture: "img/1,2.jpg", box: [-10, 20.5, 30, 40], sighting: "" },
  ]);
  const media = list(`MEDIA_ID,${heads}9,7,3,img/1.jpg,5,10,20,30,40\n`);
  expect((await rowsOf(media))[0]).toEqual([{ ...row, media: "9" }]);
});

test("faulty rows by line, the others are read", async () => {
  const path = list(
    `${heads}7,3,img/1.jpg,5,10,20,30,40\nx,3,a,5,1,1,1,1\n7,3.5,a,5,1,1,1,1\n7,3,,5,1,1,1,1\n7,3,a,5,,1,1,1\n7,3,a,5,1,1,0,1\n7,3,a,5,1,1,1,NaN\n7,3,a\n`,
  );
  expect(await rowsOf(path)).toEqual([
    [row],
    [
      `${path}:3: TEMPLATE_ID is "x", expected a whole number`,
      `${path}:4: SUBJECT_ID is "3.5", expected a whole number`,
      `${path}:5: FILENAME is empty, expected a picture's path`,
      `${path}:6: FACE_X is "", expected a number`,
      `${path}:7: FACE_WIDTH is "0", expected a number above 0`,
      `${path}:8: FACE_HEIGHT is "NaN", expected a number above 0`,
      `${path}:9: 3 fields, expected at least 8`,
    ],
  ]);
});

test("missing columns, with the misspelt head where there is one", async () => {
  const path = list("TEMPLATE_ID,SUBJCT_ID,FILENAME,FACE_X,FACE_Y,FACE_WIDTH\n1,1,a,1,1,1\n");
  await expect(rowsOf(path)).rejects.toThrow(
    `${path}:1: column "SUBJCT_ID"; did you mean "SUBJECT_ID"?\n` +
      `${path}:1: columns TEMPLATE_ID,SUBJCT_ID,FILENAME,FACE_X,FACE_Y,FACE_WIDTH, expected FACE_HEIGHT among them`,
  );
});

test.each(["", heads])("no rows at all: %j", async (text) => {
  await expect(rowsOf(list(text))).rejects.toThrow(/\.csv: empty, expected heads \(TEMPLATE_ID,.*\) and a row a face$/);
});

test("a thousand faults end the reading, ten are shown", async () => {
  await expect(roll(heads + "x,1,a,1,1,1,1,1\n".repeat(3000))).rejects.toThrow("... and 990 more (1000 in all)");
});

test.each([
  ["frames/456_01.png", "", "frames/456"],
  ["data/frame/28065_00000.png", "", "data/frame/28065"],
  ["frames/a_b_2.jpg", "", "frames/a_b"],
  ["frames/456.png", "", "frames/456.png"],
  ["img/456_01.jpg", "", "img/456_01.jpg"],
  ["img/1.jpg", "77", "MEDIA_ID 77"],
])("medium of %s with MEDIA_ID %j", (picture, media, expected) => {
  expect(mediumOf({ picture, media })).toBe(expected);
});

test("sightings that split a medium, or join two, within a template", () => {
  const check = new SightingCheck();
  const rows: [template: number, medium: number, sighting: string][] = [
    [1, 1, "a"],
    [1, 2, "b"],
    [1, 1, "a"],
    [2, 1, "b"],
    [3, 1, "a"],
    [3, 1, "b"],
    [4, 1, "a"],
    [4, 2, "a"],
    [5, 1, ""],
    [5, 2, ""],
  ];
  for (const [template, medium, sighting] of rows) check.add(template, medium, sighting);
  expect(check.differing).toBe(2);
});

test("crops by picture and box, media by first appearance, a template of two files once", async () => {
  const first = `${heads}7,3,img/1.jpg,1,10,20,30,40\n7,3,frames/9_01.png,2,1,2,3,4\n8,4,img/1.jpg,3,11,20,30,40\n`;
  const second = `${heads}9,3,frames/9_02.png,2,1,2,3,4\n9,3,img/1.jpg,1,10.0,20,30,40\n8,4,img/1.jpg,3,11,20,30,40\n`;
  const { crops, faces, subjects, listings, media, sightingsDiffer } = await roll(first, second);
  expect(crops).toEqual([
    { picture: "img/1.jpg", box: [10, 20, 30, 40] },
    { picture: "frames/9_01.png", box: [1, 2, 3, 4] },
    { picture: "img/1.jpg", box: [11, 20, 30, 40] },
    { picture: "frames/9_02.png", box: [1, 2, 3, 4] },
  ]);
  expect(faces).toEqual({ template: [7, 7, 8, 9, 9], crop: [1, 2, 3, 4, 1], medium: [1, 2, 1, 2, 1] });
  expect(listings[1]).toEqual({ template: [9, 9, 8], crop: [4, 1, 3], medium: [2, 1, 1] });
  expect([...subjects]).toEqual([
    [7, 3],
    [8, 4],
    [9, 3],
  ]);
  expect([media, sightingsDiffer]).toEqual([2, 0]);
});

test("each number of a box, and the picture, tells crops apart", async () => {
  const boxes = ["1,1,1,1", "2,1,1,1", "1,2,1,1", "1,1,2,1", "1,1,1,2"];
  const rows = [...boxes.map((box) => `a,1,${box}`), "b,1,1,1,1,1", "a,1,1,1,1,1"];
  const { faces } = await roll(heads + rows.map((rest, at) => `${at},3,${rest}\n`).join(""));
  expect(faces.crop).toEqual([1, 2, 3, 4, 5, 6, 1]);
});

test("a template of two subjects, a face twice in a template", async () => {
  const path = list(`${heads}7,3,a,1,1,1,1,1\n8,3,a,1,1,1,1,1\n7,4,b,1,1,1,1,1\n8,3,a,1,1.0,1,1,1\n`);
  await expect(readTemplateFiles([path], signal)).rejects.toThrow(
    `${path}:4: template 7 is of subject 4, expected 3 as in ${path}:2\n` +
      `${path}:5: template 8 has a with this box in line 3 too, expected it once`,
  );
});

test.each([
  ["one more", "7,3,a,1,1,1,1,1\n7,3,b,1,1,1,1,1\n7,3,c,1,1,1,1,1\n"],
  ["one less", "7,3,a,1,1,1,1,1\n"],
  ["another box", "7,3,a,1,1,1,1,1\n7,3,b,1,2,1,1,1\n"],
])("a template in two files with other images: %s", async (_, rows) => {
  const [first, second] = [list(`${heads}7,3,a,1,1,1,1,1\n7,3,b,1,1,1,1,1\n`), list(heads + rows)];
  await expect(readTemplateFiles([first, second], signal)).rejects.toThrow(
    `${second}:2: template 7 with other images, expected those of ${first}:2 or another TEMPLATE_ID`,
  );
});

test("a template in two files with another subject; a stopped run", async () => {
  const [first, second] = [list(`${heads}7,3,a,1,1,1,1,1\n`), list(`${heads}7,4,a,1,1,1,1,1\n`)];
  await expect(readTemplateFiles([first, second], signal)).rejects.toThrow(
    `${second}:2: template 7 is of subject 4, expected 3 as in ${first}:2`,
  );
  await expect(readTemplateFiles([first], AbortSignal.abort(new Error("stopped")))).rejects.toThrow("stopped");
});
