import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inspectPath } from "../../src/dataset/inspect.js";
import { temporaryFolder } from "../protocol/temporary-folder.js";

const folder = temporaryFolder();

async function inspect(
  name: string,
  content: string | Uint8Array,
): Promise<{ kind: string; facts: Record<string, string>; problems: string[] }> {
  const path = join(temporaryFolder({ [name]: content }), name);
  const { kind, facts, problems } = await inspectPath(path);
  return {
    kind,
    facts: Object.fromEntries(facts),
    problems: problems.map((problem) => problem.replace(`${path}: `, "")),
  };
}

/** A .npy file of version 1 by hand (numpy.lib.format). */
function npy(shape: string, bytes: number): Buffer {
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape}), }`.padEnd(117) + "\n";
  return Buffer.concat([Buffer.from("\x93NUMPY\x01\0\x76\0", "latin1"), Buffer.from(header), Buffer.alloc(bytes)]);
}

const features = (rows: number[][]): string => rows.map((row, i) => `${i}.jpg ${row.join(" ")} \n`).join("");
const unit = (scale: number): number[] => [scale, ...Array<number>(31).fill(0)];

test.each<[string, string, string | Uint8Array, object, string[]]>([
  [
    "pair list (lfw)",
    "pairs.txt",
    "1\t1\nA\t1\t2\nA\t1\tB\t1\n",
    {
      pairs: "2 pairs (1 genuine, 1 impostor) in 1 fold",
      subjects: "2",
      "told by": "its first line is the header 1 1",
    },
    [],
  ],
  [
    "pair list (labelled)",
    "x.txt",
    "a b 1\nb a 1\nc c 1\n",
    { names: "3" },
    ["1 pair of an image with itself", "1 pair listed again", "only genuine pairs, figures need both kinds"],
  ],
  ["pair list (csv)", "x.csv", "a,b,same\nx,y,1\ny,x,0\n", {}, ["1 pair listed as genuine and as impostor"]],
  ["pair list (two-line)", "x.txt", "a 1\nb 1\nc 0\nd 0\n", { subjects: "not told by the list" }, []],
  ["image list", "img.list", "a/1.jpg\na/2.jpg\n", {}, []],
  [
    "feature list",
    "feat.list",
    features([unit(20), unit(-30)]),
    { rows: "2", dimension: "32", "magnitudes of the first 2 rows": "20.00 to 30.00" },
    [],
  ],
  [
    "feature list",
    "feat.list",
    features([unit(1), unit(1)]),
    {},
    ["all magnitudes are equal: normalised features carry no quality, MagFace's must be raw"],
  ],
  ["numpy array (.npy)", "x.npy", npy("2, 3", 24), { shape: "2 x 3", elements: "<f4" }, []],
  ["numpy array (.npy)", "x.npy", npy("2, 3", 20), {}, ["20 bytes of elements, its shape needs 24"]],
  ["landmarks (5 points an image)", "x.txt", "a.jpg 1 2 3 4 5 6 7 8 9 10 0.5\n", { images: "1" }, []],
  ["JPEG image", "a.jpg", Buffer.from("ffd8ffe0000000ffd9", "hex"), { bytes: "9" }, []],
  [
    "JPEG image",
    "a.jpg",
    Buffer.from("ffd8ffe0000000", "hex"),
    {},
    ["the JPEG's end mark is missing; was it copied whole?"],
  ],
  ["PNM image", "a.pgm", "P5\n1 1\n255\nx", {}, []],
  ["ONNX model", "m.onnx", Buffer.from("0808120570", "hex"), { "IR version": "8" }, []],
  ["ONNX model", "m.onnx", "<html>", {}, ["does not begin as an ONNX model does"]],
  [
    "Git LFS pointer",
    "m.onnx",
    "version https://git-lfs.github.com/spec/v1\noid sha256:0\n",
    {},
    ['a pointer that Git LFS left in place of the file; get the file with "git lfs pull"'],
  ],
  [
    "protocol",
    "p.json",
    '{ "name": "p", "task": "verification", "data": [{ "form": "lfw", "files": ["x"] }] }',
    { name: "p" },
    [],
  ],
  [
    "protocol",
    "p.json",
    '{ "name": "p", "task": "verification" }',
    {},
    [expect.stringMatching(/p\.json:1: no "pairs", expected the path of a pair list$/)],
  ],
  ["model card", "c.json", '{ "width": 96, "channels": "BGR" }', { width: "96", channels: '"BGR"' }, []],
  [
    "model card",
    "c.json",
    '{ "width": "96", "chanels": "BGR" }',
    { width: '"96"' },
    [
      expect.stringMatching(/c\.json:1: unknown field "chanels"; did you mean "channels"\?$/),
      expect.stringMatching(/c\.json:1: "width" must be a whole number, found "96"$/),
    ],
  ],
  [
    "result of magface-eval",
    "r.json",
    '{ "task": "verification", "protocol": { "name": "lfw" }, "figures": [{}] }',
    { protocol: "lfw", figures: "1" },
    [],
  ],
  ["empty file", "x", "", {}, ["empty"]],
  ["unknown binary file", "x", Uint8Array.of(1, 0, 2, 3), {}, ["begins with bytes 01000203, no form known here"]],
])("%s: %s", async (kind, name, content, facts, problems) => {
  const found = await inspect(name, content);
  expect(found.kind).toBe(kind);
  expect(found.facts).toMatchObject(facts);
  expect(found.problems).toEqual(problems);
});

test("faults of a list are its problems, one line each", async () => {
  const { kind, problems } = await inspect("x.txt", "a b 1\na b\nc d 2\n");
  expect(kind).toBe("pair list (labelled)");
  expect(problems).toHaveLength(2);
  expect(problems[1]).toMatch(/x\.txt:3: last field "2", expected 0 or 1$/);
});

test("an InsightFace .bin: pairs, forms and sizes of its images", async () => {
  const { kind, facts, problems } = await inspectPath("fixtures/lists/py2-protocol2.bin");
  expect(kind).toBe("InsightFace .bin");
  expect(Object.fromEntries(facts)).toMatchObject({
    pairs: "3 pairs (2 genuine, 1 impostor)",
    images: "6 PNG",
    "bytes an image": "73 to 586",
  });
  expect(problems).toEqual([]);
});

test("a protocol's folder: counts against the protocol's, images found", async () => {
  const path = temporaryFolder({
    "pairs.txt": "1\t1\nA\t1\t2\nA\t1\tB\t1\n",
    "lfw/A/A_0001.jpg": "x",
    "lfw/A/A_0002.png": "x",
  });
  const { kind, facts, problems } = await inspectPath(path);
  expect(kind).toBe("data of lfw");
  expect(Object.fromEntries(facts)).toMatchObject({ "images found": "2 of 3" });
  expect(problems).toEqual([
    expect.stringContaining("lfw expects 6,000 pairs (3,000 genuine, 3,000 impostor) in 10 folds"),
    "1 image missing: B/B_0001.jpg",
  ]);
});

test("MagFace's lists fit every protocol: the folder's name decides", async () => {
  const path = join(
    temporaryFolder({
      "cfp/pair.list": "a.jpg b.jpg 1\na.jpg c.jpg 0\n",
      "cfp/img.list": "a.jpg\nb.jpg\na.jpg\nc.jpg\n",
      "cfp/a.jpg": "x",
    }),
    "cfp",
  );
  expect((await inspectPath(path)).kind).toBe("data of cfp");
});

test("MagFace's lists in a folder of another name: the protocols whose counts they have", async () => {
  const images = Array.from({ length: 12_000 }, (_, i) => `${i}.jpg`);
  const pairs = Array.from({ length: 6000 }, (_, i) => `${2 * i}.jpg ${2 * i + 1}.jpg ${i % 2}`);
  const path = temporaryFolder({ "pair.list": pairs.join("\n"), "img.list": images.join("\n"), "0.jpg": "x" });
  const { kind, facts } = await inspectPath(path);
  expect(kind).toBe("data of agedb");
  expect(Object.fromEntries(facts)).toMatchObject({ "read as well by": "calfw, cplfw, lfw, xqlfw" });
});

test("folders of results, of images, and empty ones", async () => {
  const results = temporaryFolder({
    "result.json": '{ "task": "verification", "protocol": { "name": "lfw" }, "figures": [] }',
  });
  expect(await inspectPath(results)).toMatchObject({ kind: "results folder", problems: [] });
  expect(await inspectPath(temporaryFolder({ "a.jpg": "x", "b.pgm": "x" }))).toMatchObject({
    kind: "folder of images",
    facts: [
      [".jpg", "1"],
      [".pgm", "1"],
    ],
  });
  expect((await inspectPath(temporaryFolder())).problems[0]).toMatch(/: empty$/);
  await expect(inspectPath(join(folder, "none"))).rejects.toThrow("none: no such file or folder");
});

test("a .mat is told by its header, whatever its name", async () => {
  copyFileSync("fixtures/lists/agedb.mat", join(folder, "protocol"));
  expect((await inspectPath(join(folder, "protocol"))).kind).toBe("AgeDB protocol (.mat)");
});
