import { createHash } from "node:crypto";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { canonicalJson } from "../../src/protocol/canonical-json.js";
import { checkCounts } from "../../src/protocol/counts.js";
import { PairListBuilder } from "../../src/protocol/pair-list-builder.js";
import { listProtocols, loadProtocol } from "../../src/protocol/protocol.js";
import { readJsonFile } from "../../src/host/json.js";
import { checkProtocol } from "../../src/protocol/schema.js";
import { temporaryFolder } from "./temporary-folder.js";

const names = ["agedb", "calfw", "cfp", "cplfw", "lfw", "xqlfw"];

const file = (text: string): string => join(temporaryFolder({ "p.json": text }), "p.json");

test("the built-in protocols are listed, and each passes the published schema", async () => {
  expect(listProtocols()).toEqual(names);
  for (const name of names) {
    const path = `protocols/${name}.json`;
    await checkProtocol(readJsonFile(path));
  }
});

test.each(names)("%s: counts add up, and its text says what it asks", async (name) => {
  const { expected, asks, title, data, published, ...protocol } = await loadProtocol(name);
  expect(protocol.name).toBe(name);
  expect(expected).toEqual(name === "cfp" ? counts(7000) : counts(6000));
  expect(asks).toMatch(/\?/);
  expect(title).not.toBe("");
  expect(data[0].form).toBe("insightface-bin");
  for (const figure of published) expect(figure.value).toBeGreaterThan(0.8);
});

const counts = (pairs: number): object => ({ pairs, genuine: pairs / 2, impostor: pairs / 2, folds: 10 });

test("published figures are those read or reprinted: three for each of the paper's sets, none for XQLFW", async () => {
  const value = async (name: string): Promise<number[]> =>
    (await loadProtocol(name)).published.map((figure) => figure.value);
  expect(await value("lfw")).toEqual([0.9983, 0.9982, 0.998]);
  expect(await value("cfp")).toEqual([0.9846, 0.984, 0.9849]);
  expect(await value("agedb")).toEqual([0.9817, 0.9822, 0.98]);
  expect(await value("calfw")).toEqual([0.9615, 0.9602, 0.9605]);
  expect(await value("cplfw")).toEqual([0.9287, 0.9295, 0.9335]);
  expect(await value("xqlfw")).toEqual([]);
});

test("the digest is SHA-256 of the content with sorted keys, whatever the layout of the file", async () => {
  const sorted = '{"name":"p","pairs":"x.csv","task":"verification"}';
  const digest = `sha256:${createHash("sha256").update(sorted).digest("hex")}`;
  expect((await loadProtocol(file(sorted))).digest).toBe(digest);
  expect((await loadProtocol(file('{ "task": "verification",\n "pairs": "x.csv", "name": "p" }'))).digest).toBe(digest);
  expect(canonicalJson({ b: [1, { d: null, c: "\n" }], a: 1e-7 })).toBe('{"a":1e-7,"b":[1,{"c":"\\n","d":null}]}');
});

describe("a protocol of the user's", () => {
  test("paths are relative to its file, what it leaves out has defaults", async () => {
    const path = file('{ "name": "mine", "task": "verification", "pairs": "lists/p.csv", "images": "/faces" }');
    const protocol = await loadProtocol(path);
    expect(protocol.pairs).toBe(join(path, "..", "lists/p.csv"));
    expect(protocol.images).toBe("/faces");
    expect(protocol.title).toBe("mine");
    expect(protocol.metrics.fars).toEqual([0.01, 0.001, 0.0001]);
  });

  test.each([
    [
      '{ "name": "p", "task": "verification",\n  "pairs": "x"\n  "images": "y" }',
      '/p.json:3: found "images": "y" }, expected a comma before it',
    ],
    ['{ "name": "p",\n\n', "/p.json:3: the file ends, expected"],
    ['{ "name": "p", }', "/p.json:1: found }, expected no comma before it"],
    ["[1, 2,, 3]", "/p.json:1: found , 3], expected a value"],
    ["", "/p.json:1: the file ends, expected JSON"],
    ['{ "a": 01 }', "/p.json:1: found 1 }, expected a comma before it"],
    ['{ "a": "x\ny" }', '/p.json:1: found "x, expected a double quote at the end of the text, in its line'],
    ["{ 'a': 1 }", "/p.json:1: found 'a': 1 }, expected JSON: names and texts stand in double quotes"],
    ['{ "a": 1 // one\n}', "/p.json:1: found // one, expected no comments"],
    ['{ "pairs": "C:\\data" }', '/p.json:1: found "C:\\data" }, expected \\\\ for a backslash in a text'],
    ["\0\x01", "/p.json: holds bytes that are no text, expected JSON"],
    ['{ "name": "p",\n "name": "q" }', '/p.json:2: "name" is given twice'],
    ['{ "name": "p", "task": "verification" }', 'p.json:1: no "pairs", expected the path of a pair list'],
    ['{ "name": "p",\n  "task": "erc", "pairs": "x" }', 'p.json:2: "task" must be "verification", found "erc"'],
    [
      '{ "name": "p", "task": "verification", "pairs": "x",\n "metrics": {\n "fars": [\n2] } }',
      'p.json:4: "metrics.fars[0]" must be <= 1, found 2',
    ],
    [
      '{ "name": "p", "task": "verification", "pairs": "x", "expected": { "pair": 3 } }',
      'p.json:1: unknown field "expected.pair"; did you mean "pairs"?',
    ],
    [
      '{ "name": "p", "task": "verification", "pairs": "x", "far": [] }',
      'p.json:1: unknown field "far"; expected one of name, title, task, asks, pairs, images,',
    ],
    ['{ "name": "P q", "task": "verification", "pairs": "x" }', 'p.json:1: "name" must be small letters, digits'],
    ["[]", "p.json:1: a protocol must be an object { }, found []"],
  ])("%j", async (text, message) => {
    await expect(loadProtocol(file(text))).rejects.toThrow(message);
  });

  test("unknown names: the nearest, or all; a file that isn't there", async () => {
    await expect(loadProtocol("lfv")).rejects.toThrow('unknown protocol "lfv"; did you mean lfw?');
    await expect(loadProtocol("something")).rejects.toThrow("known: agedb, calfw, cfp, cplfw, lfw, xqlfw");
    await expect(loadProtocol("./none.json")).rejects.toThrow("./none.json: no such protocol file");
  });
});

describe("counts checked before any score", () => {
  const builder = new PairListBuilder();
  builder.add("a", "b", true, 0);
  builder.add("a", "c", false, 1);
  const pairs = builder.finish("p.csv");

  test("found against expected, in one line", () => {
    expect(() =>
      checkCounts({ name: "lfw", expected: { pairs: 6000, genuine: 3000, impostor: 3000, folds: 10 } }, pairs),
    ).toThrow(
      "p.csv: 2 pairs (1 genuine, 1 impostor) in 2 folds, lfw expects 6,000 pairs (3,000 genuine, 3,000 impostor) in 10 folds",
    );
    expect(() => checkCounts({ name: "x", expected: { folds: 3 } }, pairs)).toThrow("x expects 3 folds");
  });

  test("counts left out and folds that the list doesn't name are not checked", () => {
    checkCounts({ name: "x" }, pairs);
    checkCounts({ name: "x", expected: { pairs: 2 } }, pairs);
    checkCounts({ name: "x", expected: { folds: 10 } }, { ...pairs, fold: null });
  });
});
