import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readFeatures } from "../../src/store/feature-file.js";
import { readNpy, writeNpy } from "../../src/store/npy.js";
import { npyBytes } from "./npy-files.js";

const dir = mkdtempSync(join(tmpdir(), "npy-"));
afterAll(() => rmSync(dir, { recursive: true }));

let files = 0;
function put(bytes: Uint8Array | string, name = `${files++}.npy`): string {
  const path = join(dir, name);
  writeFileSync(path, bytes);
  return path;
}

const rows = [
  [1, -2, 0.5],
  [3, 4.25, -0.125],
];
const read = async (path: string) => {
  const { matrix, kind } = await readFeatures(path, { threads: 1 });
  return { kind, count: matrix.count, dim: matrix.dim, values: [...matrix.values] };
};
const expected = { kind: "npy", count: 2, dim: 3, values: rows.flat() };

function encode(bytes: number, write: (data: Buffer, value: number, at: number) => void, values = rows.flat()): Buffer {
  const data = Buffer.alloc(values.length * bytes);
  values.forEach((value, index) => write(data, value, index * bytes));
  return data;
}
// IEEE half precision of the values above, by hand: sign, exponent + 15, ten fraction bits.
const halves = new Map([
  [1, 0x3c00],
  [-2, 0xc000],
  [0.5, 0x3800],
  [3, 0x4200],
  [4.25, 0x4440],
  [-0.125, 0xb000],
]);

test.each([
  ["<f4", encode(4, (data, value, at) => data.writeFloatLE(value, at))],
  [">f4", encode(4, (data, value, at) => data.writeFloatBE(value, at))],
  ["<f8", encode(8, (data, value, at) => data.writeDoubleLE(value, at))],
  [">f8", encode(8, (data, value, at) => data.writeDoubleBE(value, at))],
  ["<f2", encode(2, (data, value, at) => data.writeUInt16LE(halves.get(value)!, at))],
  [">f2", encode(2, (data, value, at) => data.writeUInt16BE(halves.get(value)!, at))],
])("reads %s in header versions 1, 2 and 3", async (descr, data) => {
  for (const version of [1, 2, 3])
    expect(await read(put(npyBytes(descr, "2, 3", data, { version })))).toEqual(expected);
});

test("turns Fortran order into rows", async () => {
  const columns = [0, 1, 2].flatMap((column) => rows.map((row) => row[column]));
  const data = encode(8, (bytes, value, at) => bytes.writeDoubleLE(value, at), columns);
  expect(await read(put(npyBytes("<f8", "2, 3", data, { fortran: true })))).toEqual(expected);
});

test("half precision: largest, subnormal, infinite", async () => {
  const data = Buffer.from(Uint16Array.of(0x7bff, 0x0001, 0x8001, 0x03ff).buffer);
  const { values } = readNpy(put(npyBytes("<f2", "4,", data)));
  expect([...values]).toEqual([65504, 2 ** -24, -(2 ** -24), 1023 * 2 ** -24]);
});

test("labels: booleans and integers of one dimension", () => {
  const bools = readNpy(put(npyBytes("|b1", "3,", Uint8Array.of(1, 0, 1))));
  expect([[...bools.values], bools.shape, bools.type]).toEqual([[1, 0, 1], [3], "b1"]);
  const longs = readNpy(put(npyBytes("<i8", "2,", Buffer.from(BigInt64Array.of(-5n, 7n).buffer))));
  expect([...longs.values]).toEqual([-5, 7]);
});

const sixFloats = encode(4, (data, value, at) => data.writeFloatLE(value, at));
const notFinite = Buffer.from(Float32Array.of(1, 2, 3, 4, NaN, 6).buffer);

test.each([
  ["truncated", npyBytes("<f4", "2, 3", sixFloats.subarray(0, 20)), "truncated: 20 bytes of data, expected 24"],
  ["too long", npyBytes("<f4", "1, 3", sixFloats), "longer than its header says: 24 bytes of data, expected 12"],
  ["objects", npyBytes("|O", "2, 3", sixFloats), "holds Python objects, expected numbers"],
  ["integers", npyBytes("<i4", "2, 3", sixFloats), 'elements of type "i4", expected one of f2, f4, f8'],
  ["one dimension", npyBytes("<f4", "6,", sixFloats), "an array of shape (6), expected (rows, values a row)"],
  ["no rows", npyBytes("<f4", "0, 3", Buffer.alloc(0)), "holds no rows"],
  ["NaN", npyBytes("<f4", "2, 3", notFinite), "row 1, column 1 (both from 0) is NaN, expected a finite float32"],
  [
    "double beyond float32",
    npyBytes("<f8", "1, 1", Buffer.from(Float64Array.of(1e300).buffer)),
    "row 0, column 0 (both from 0) is Infinity, expected a finite float32",
  ],
  ["half a header", npyBytes("<f4", "2, 3", sixFloats).subarray(0, 40), "ends inside its .npy header"],
  ["version 9", npyBytes("<f4", "2, 3", sixFloats, { version: 9 }), ".npy version 9, expected 1, 2 or 3"],
])("%s is one clear line", async (_, bytes, message) => {
  const path = put(bytes);
  await expect(readFeatures(path, { threads: 1 })).rejects.toThrow(`${path}: ${message}`);
});

test("records, a pickle and an .npz are refused", async () => {
  const records = Buffer.from(
    npyBytes("<f4", "2, 3", sixFloats)
      .toString("latin1")
      .replace("'<f4'", "[('a','<f4')]")
      .replace(/ {9}\n/, "\n"),
    "latin1",
  );
  await expect(readFeatures(put(records), { threads: 1 })).rejects.toThrow("holds records");
  await expect(readFeatures(put(Buffer.from("\x80\x04\x95", "latin1")), { threads: 1 })).rejects.toThrow(
    "pickles are not read",
  );
  await expect(readFeatures(put(Buffer.from("PK\x03\x04", "latin1"), "a.npz"), { threads: 1 })).rejects.toThrow(
    "save the one array with np.save",
  );
  expect(() => readNpy(put("hello"))).toThrow("no .npy header");
});

test("names come from a neighbour, or from where they are said to be, and must be as many as the rows", async () => {
  const path = put(npyBytes("<f4", "2, 3", sixFloats), "named.npy");
  expect((await readFeatures(path, { threads: 1 })).names).toBe(null);
  const names = put("a.jpg 1 2\nb.jpg 3\n", "named.names");
  expect(await readFeatures(path, { threads: 1 })).toMatchObject({ names: ["a.jpg", "b.jpg"], namesSource: names });
  const txt = put("c.jpg\r\nd.jpg", "named.txt");
  expect(await readFeatures(path, { threads: 1 })).toMatchObject({ names: ["c.jpg", "d.jpg"], namesSource: txt });
  const blanks = put("im age/a b.jpg 1\n  c d/e.PNG\n", "blanks.list");
  expect((await readFeatures(path, { threads: 1, namesPath: blanks })).names).toEqual(["im age/a b.jpg", "c d/e.PNG"]);
  const namesPath = put("e\ne\n", "other.list");
  expect(await readFeatures(path, { threads: 1, namesPath })).toMatchObject({
    names: ["e", "e"],
    duplicates: 1,
    conflicts: 1,
  });
  const short = put("e\n", "short.list");
  await expect(readFeatures(path, { threads: 1, namesPath: short })).rejects.toThrow(`${short}: 1 names, expected 2`);
});

test("raw float32 with --dim", async () => {
  const path = put(sixFloats, "raw.bin");
  expect(await readFeatures(path, { threads: 1, dim: 3 })).toMatchObject({
    kind: "raw float32",
    matrix: { count: 2, dim: 3 },
  });
  await expect(readFeatures(path, { threads: 1, dim: 4 })).rejects.toThrow(
    `${path}: 24 bytes, expected a multiple of 16`,
  );
  await expect(readFeatures(path, { threads: 1 })).rejects.toThrow("raw float32 needs --dim N");
});

test("what is written is the file that numpy's format description asks for", () => {
  const path = join(dir, "written.npy");
  writeNpy(path, { count: 2, dim: 3, values: Float32Array.from(rows.flat()) });
  const bytes = readFileSync(path);
  expect(bytes.equals(npyBytes("<f4", "2, 3", sixFloats))).toBe(true);
});
