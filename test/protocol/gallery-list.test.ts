import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/math/random.js";
import { readGalleryList } from "../../src/protocol/gallery-list.js";
import { faultOf, textFiles } from "./fault-of.js";

const put = textFiles(".csv");
/** "template subject" of each. */
function read(text: string): string[] {
  const { templates, subjects } = readGalleryList(put(text));
  expect(subjects).toHaveLength(templates.length);
  return Array.from(templates, (template, i) => `${template} ${subjects[i]}`);
}
function faultIn(text: string): string {
  const path = put(text);
  return faultOf(() => readGalleryList(path)).replaceAll(path, "list");
}

const head = "TEMPLATE_ID,SUBJECT_ID,FILENAME";
const expected = ["12 5", "3 77", "120 5"];

describe("a gallery list", () => {
  it.each([
    [
      "as NIST writes it",
      `${head}\n12,5,img/1.jpg\n12,5,img/2.jpg\n3,77,img/3.jpg\n120,5,img/9.jpg\n120,5,img/8.jpg\n`,
    ],
    ["CRLF", `${head}\r\n12,5,img/1.jpg\r\n12,5,img/2.jpg\r\n3,77,img/3.jpg\r\n120,5,img/9.jpg\r\n`],
    ["no line end at the end", `${head}\n12,5,a\n3,77,b\n120,5,c`],
    ["a short last line without a line end", `${head}\n12,5,a\n3,77,b\n120,5,long/name.jpg\n3,77,`],
    ["a last line shorter than the columns before it", `${head}\n12,5,a\n3,77,b\n120,5,c\n12,5`],
    ["two columns", "TEMPLATE_ID,SUBJECT_ID\n12,5\n12,5\n3,77\n120,5"],
    ["another order of columns", "FILENAME,SUBJECT_ID,X,TEMPLATE_ID\na,5,,12\na,5,,12\nb,77,1,3\nc,5,,120\n"],
    ["quotes", `"TEMPLATE_ID","SUBJECT_ID","FILENAME"\n"12","5","a,b"\n12,"5",x\n"3",77,"y"\n120,5,"z"\n`],
    ["commas in quotes before the columns", 'FILENAME,TEMPLATE_ID,SUBJECT_ID\n"a,1,2",12,5\n"a,1,2",3,77\nb,120,5\n'],
    ["blanks around fields", "TEMPLATE_ID , SUBJECT_ID\n 12 ,5\n3, 77\n120,5 \n"],
    ["a byte-order mark and small letters", "\ufefftemplate_id,Subject_Id,f\n12,5,a\n3,77,b\n120,5,c\n"],
    ["blank lines", `${head}\n\n12,5,a\n\n\n3,77,b\r\n\r\n120,5,c\n\n`],
    ["templates that come again later", `${head}\n12,5,a\n3,77,b\n12,5,c\n120,5,d\n3,77,e\n`],
    ["rows without the other columns", `${head}\n12,5\n3,77,b\n120,5\n3,77\n`],
  ])("%s", (_, text) => {
    expect(read(text)).toEqual(expected);
  });

  it("templates whose lines begin alike are told apart", () => {
    expect(read(`${head}\n1,5,a\n1,5,b\n11,5,a\n1,5,c\n11,55,a\n`.replace("11,55", "111,55"))).toEqual([
      "1 5",
      "11 5",
      "111 55",
    ]);
    expect(read("TEMPLATE_ID,SUBJECT_ID\n1,5\n1,5\n2,55\n3,5\n")).toEqual(["1 5", "2 55", "3 5"]);
    expect(read("SUBJECT_ID,TEMPLATE_ID\n5,1\n5,12\n5,1\n")).toEqual(["1 5", "12 5"]);
  });

  it("subjects may be names", () => {
    expect(read(`${head}\n1,Zoë K.,a\n2,"Smith, A.",b\n`)).toEqual(["1 Zoë K.", "2 Smith, A."]);
  });

  it("of 3,000 drawn rows: a map by template in order of first mention", () => {
    const random = seededRandom(9);
    const rows = Array.from({ length: 3000 }, () => random.below(700)).flatMap((template) =>
      Array.from({ length: 1 + random.below(3) }, (_, i) => [template, (template * 7) % 90, `${i}.jpg`]),
    );
    const first = new Map(rows.map(([template, subject]) => [template, subject]));
    expect(read([head, ...rows.map((row) => row.join(","))].join("\n"))).toEqual(
      Array.from(first, ([template, subject]) => `${template} ${subject}`),
    );
  });
});

describe("a faulty gallery list", () => {
  it.each([
    [
      "a template of two subjects",
      "12,5,a\n3,7,b\n12,6,c",
      "list:4: template 12 is of subject 6, expected 5 as in line 2",
    ],
    [
      "the same, in lines that begin alike",
      "12,5,a\n12,55,c",
      "list:3: template 12 is of subject 55, expected 5 as in line 2",
    ],
    ["no number", "x,5,a", 'list:2: template "x" of subject "5", expected a whole number and a name'],
    ["a fraction", "1.5,5,a", 'list:2: template "1.5" of subject "5", expected a whole number and a name'],
    ["no subject", "12,,a", 'list:2: template "12" of subject "", expected a whole number and a name'],
    ["a short row", "12", 'list:2: template "12" of subject "", expected a whole number and a name'],
    ["an open quote", '12,5,"a', /^list:2: /],
    ["no rows", "", "list: no templates, expected TEMPLATE_ID,SUBJECT_ID a line"],
  ])("%s", (_, rows, message) => {
    if (typeof message === "string") expect(faultIn(`${head}\n${rows}`)).toBe(message);
    else expect(faultIn(`${head}\n${rows}`)).toMatch(message);
  });

  it("of two columns: a template of two subjects whose names begin alike", () => {
    expect(faultIn("TEMPLATE_ID,SUBJECT_ID\n12,5\n12,55\n")).toBe(
      "list:3: template 12 is of subject 55, expected 5 as in line 2",
    );
  });

  it("names every fault", () => {
    expect(faultIn(`${head}\n12,5,a\n12,6,b\n12,6,c\n\ny,1,d\n`).split("\n")).toEqual([
      "list:3: template 12 is of subject 6, expected 5 as in line 2",
      "list:4: template 12 is of subject 6, expected 5 as in line 2",
      'list:6: template "y" of subject "1", expected a whole number and a name',
    ]);
  });

  it("says which column is missing and what there is", () => {
    expect(faultIn("TEMPLATE,SUBJECT_ID\n1,2\n")).toBe("list:1: no column TEMPLATE_ID, found TEMPLATE,SUBJECT_ID");
    expect(faultIn("TEMPLATE_ID;SUBJECT_ID\n1;2\n")).toContain("no column TEMPLATE_ID");
    expect(faultIn("")).toBe("list:1: no column TEMPLATE_ID, found nothing");
  });
});
