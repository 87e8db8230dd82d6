import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/math/random.js";
import { readTemplateImages } from "../../src/protocol/template-images.js";
import { faultOf, textFiles } from "./fault-of.js";

const put = textFiles(".txt");

/** The list's rows as strings. */
function rowsOf(path: string): string[] {
  const { names, numbers, templateOf, mediumOf, lineOf } = readTemplateImages(path);
  return Array.from(templateOf, (row, image) =>
    [names.at(image), numbers[row], mediumOf[image], lineOf(image)].join(" "),
  );
}

describe("the image list of templates", () => {
  it("name, template, medium and line of every image; templates ascending", () => {
    const path = put("b.jpg 30 5\na.jpg 7 5\n\nc.jpg 30 4294967295\n");
    expect(rowsOf(path)).toEqual(["b.jpg 30 5 1", "a.jpg 7 5 2", "c.jpg 30 4294967295 4"]);
    const { numbers, templateOf, source } = readTemplateImages(path);
    expect([[...numbers], [...templateOf], source]).toEqual([[7, 30], [1, 0, 1], path]);
  });

  it.each([
    ["CRLF", "b.jpg 30 5\r\na.jpg 7 5\r\n"],
    ["tabs and runs of blanks", " b.jpg\t30  5 \n\ta.jpg 7\t5\t\n"],
    ["no line end at the end", "b.jpg 30 5\na.jpg 7 5"],
    ["leading zeros", "b.jpg 0030 05\na.jpg 007 5\n"],
  ])("%s", (_, text) => {
    expect(rowsOf(put(text))).toEqual(["b.jpg 30 5 1", "a.jpg 7 5 2"]);
  });

  it("names of any letters, and the shortest lines there are", () => {
    expect(rowsOf(put("名前/é.png 1 2\nÜ 1 3\n"))).toEqual(["名前/é.png 1 2 1", "Ü 1 3 2"]);
    expect(rowsOf(put("a 1 1\nb 1 1\nc 2 1\nd 2 1"))).toEqual(["a 1 1 1", "b 1 1 2", "c 2 1 3", "d 2 1 4"]);
  });

  it("of 5,000 drawn rows, as a regular expression reads them", () => {
    const random = seededRandom(21);
    const rows = Array.from({ length: 5000 }, (_, i) => `${i}.jpg ${random.below(900) * 7} ${random.below(3000)}`);
    const path = put(rows.join("\n"));
    expect(rowsOf(path)).toEqual(rows.map((row, i) => `${row} ${i + 1}`));
    const templates = [...new Set(rows.map((row) => Number(row.split(" ")[1])))].sort((a, b) => a - b);
    expect([...readTemplateImages(path).numbers]).toEqual(templates);
  });

  it("names every faulty line", () => {
    const path = put("a.jpg 1 1\nb.jpg 1\nc.jpg x 1\nd.jpg 1 1 1\ne.jpg 1 -1\nf.jpg 4294967296 1\n\ng.jpg 2 2\n");
    const what = (line: number, text: string): string =>
      `${path}:${line}: "${text}", expected "name template medium", the last two whole numbers`;
    expect(faultOf(() => readTemplateImages(path))).toBe(
      [
        what(2, "b.jpg 1"),
        what(3, "c.jpg x 1"),
        what(4, "d.jpg 1 1 1"),
        what(5, "e.jpg 1 -1"),
        what(6, "f.jpg 4294967296 1"),
      ].join("\n"),
    );
  });

  it.each(["", "\n \r\n"])("without rows, %j, says so", (text) => {
    expect(faultOf(() => readTemplateImages(put(text)))).toMatch(/: empty, expected "name template medium" a line$/);
  });
});

describe("an image that is listed more than once", () => {
  it("is fine in several templates", () => {
    expect(rowsOf(put("a.jpg 1 1\na.jpg 2 1\na.jpg 3 1\n"))).toHaveLength(3);
  });

  it("is refused twice in one", () => {
    const path = put("a.jpg 1 1\nb.jpg 1 1\na.jpg 1 2\n");
    expect(faultOf(() => readTemplateImages(path))).toBe(
      `${path}:3: "a.jpg" is in its template already (line 1), expected each image once`,
    );
  });

  it("is refused twice in one template that is not the first it is in", () => {
    const path = put("a.jpg 1 1\na.jpg 2 1\nb.jpg 2 1\na.jpg 2 2\n");
    expect(faultOf(() => readTemplateImages(path))).toBe(
      `${path}:4: "a.jpg" is in its template already (line 2), expected each image once`,
    );
  });

  it("is refused behind a thousand pictures that are in two templates", () => {
    const twice = Array.from({ length: 1200 }, (_, i) => `${i}.jpg 1 1\n${i}.jpg 2 1\n`);
    const path = put(`${twice.join("")}5.jpg 1 3\n`);
    expect(faultOf(() => readTemplateImages(path))).toBe(
      `${path}:2401: "5.jpg" is in its template already (line 11), expected each image once`,
    );
  });
});
