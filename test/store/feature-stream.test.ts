import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/math/random.js";
import { openFeatures, readFeatures, type FeatureOptions } from "../../src/store/feature-file.js";
import { floatRows, npyFeatureLayout, readNpy, stageNumbers } from "../../src/store/npy.js";
import { temporaryFolder } from "../protocol/temporary-folder.js";
import { npyBytes } from "./npy-files.js";

const folder = temporaryFolder();
let files = 0;
function put(content: string | Uint8Array, ending = "bin"): string {
  const path = join(folder, `${files++}.${ending}`);
  writeFileSync(path, content);
  return path;
}

/** All a stream says; blocks are copied, as they are good until the next one only. */
async function streamed(path: string, options: Partial<FeatureOptions> = {}) {
  const stream = openFeatures(path, { threads: 1, ...options });
  const [values, names, lines, blocks]: [number[], string[], number[], number[]] = [[], [], [], []];
  for await (const block of stream.blocks()) {
    for (const value of block.values) values.push(value);
    names.push(...block.names);
    const rows = block.values.length / stream.dim;
    for (let row = 0; row < rows; row++) lines.push(block.lineOf(row));
    blocks.push(rows);
  }
  const { kind, dim, rows, named } = stream;
  return { kind, dim, rows, named, values, names, lines, blocks, digest: stream.digest() };
}

/** The stream has the rows, names and digest of the file read whole. */
async function check(path: string, options: Partial<FeatureOptions> = {}) {
  const [stream, whole] = [await streamed(path, options), await readFeatures(path, { threads: 1, ...options })];
  expect({ kind: stream.kind, dim: stream.dim, named: stream.named, names: stream.names }).toEqual({
    ...{ kind: whole.kind, dim: whole.matrix.dim, named: whole.names !== null, names: whole.names ?? [] },
  });
  expect(stream.values.length).toBe(whole.matrix.count * whole.matrix.dim);
  expect(stream.values.findIndex((value, i) => value !== whole.matrix.values[i])).toBe(-1);
  expect(stream.lines).toEqual(Array.from({ length: whole.matrix.count }, (_, row) => row + 1));
  const sha = createHash("sha256").update(readFileSync(path)).digest("hex");
  expect(whole.digest.toString("hex")).toBe(sha);
  expect(stream.digest?.toString("hex") ?? null).toBe(stream.kind === "feature list" ? sha : null);
  return stream;
}

const random = seededRandom(19);
/** Multiples of 1/64 below 8: exact in half precision too. */
const draw = (length: number): number[] => Array.from({ length }, () => random.below(1024) / 64 - 8);
const plain = { "<f4": 4, ">f4": 4, "<f8": 8, ">f8": 8, "<f2": 2 } as const;

/** A multiple of 1/64 between -8 and 8 as IEEE half precision, by its sign, exponent and fraction. */
function half(value: number): number {
  if (value === 0) return 0;
  const exponent = Math.floor(Math.log2(Math.abs(value)));
  return (value < 0 ? 0x8000 : 0) + ((exponent + 15) << 10) + Math.round((Math.abs(value) / 2 ** exponent - 1) * 1024);
}
function encode(descr: keyof typeof plain, values: readonly number[]): Buffer {
  const data = Buffer.alloc(values.length * plain[descr]);
  values.forEach((value, i) => {
    if (descr === "<f4") data.writeFloatLE(value, 4 * i);
    else if (descr === ">f4") data.writeFloatBE(value, 4 * i);
    else if (descr === "<f8") data.writeDoubleLE(value, 8 * i);
    else if (descr === ">f8") data.writeDoubleBE(value, 8 * i);
    else data.writeUInt16LE(half(value), 2 * i);
  });
  return data;
}

describe("features that stream by are those of the file read whole", () => {
  it.each(Object.keys(plain) as (keyof typeof plain)[])(".npy of %s", async (descr) => {
    const values = draw(40 * 7);
    const { values: found, rows, blocks } = await check(put(npyBytes(descr, "40, 7", encode(descr, values))));
    expect(found).toEqual(values);
    expect([rows, blocks]).toEqual([40, [40]]);
  });

  it.each([
    ["<f4", 1101],
    [">f8", 1101],
    ["<f2", 2201],
  ] as const)(".npy of %s in several stretches, whole rows each", async (descr, rows) => {
    const dim = 1001;
    const values = draw(rows * dim);
    const path = put(npyBytes(descr, `${rows}, ${dim}`, encode(descr, values)));
    const { values: found, blocks } = await check(path);
    expect(found.findIndex((value, i) => value !== values[i])).toBe(-1);
    expect(blocks.length).toBeGreaterThan(1);
  });

  it("rows longer than a stretch come one by one", async () => {
    const dim = 600_000;
    const values = draw(2 * dim);
    const { blocks } = await check(put(npyBytes("<f8", `2, ${dim}`, encode("<f8", values))));
    expect(blocks).toEqual([1, 1]);
  });

  it("raw float32", async () => {
    const values = draw(30 * 5);
    const { values: found, kind } = await check(put(encode("<f4", values)), { dim: 5 });
    expect([kind, found]).toEqual(["raw float32", values]);
  });

  it("names of another file, by its neighbour's name or as asked for", async () => {
    const names = Array.from({ length: 9 }, (_, i) => `${i} ü.jpg`);
    const path = put(npyBytes("<f4", "9, 2", encode("<f4", draw(18))), "npy");
    const listed = put(names.join("\n"), "names.txt");
    expect((await check(path, { namesPath: listed })).names).toEqual(names);
    writeFileSync(path.replace(".npy", ".txt"), `${names.join("\r\n")}\n`);
    expect((await check(path)).names).toEqual(names);
    await expect(streamed(path, { namesPath: put("a.jpg\nb.jpg") })).rejects.toThrow("2 names, expected 9");
  });

  it.each(["\n", "\r\n"])("a list with line ends %j", async (end) => {
    const values = draw(6 * 3);
    const line = (row: number): string => [`${row}/é.jpg`, ...values.slice(3 * row, 3 * row + 3)].join(" ");
    const found = await check(put([0, 1, 2, 3, 4, 5].map(line).join(end)));
    expect([found.values, found.names[5], found.rows]).toEqual([values, "5/é.jpg", null]);
  });

  it("a list of several pieces", async () => {
    const [rows, dim] = [6000, 50];
    const values = draw(rows * dim);
    const lines = Array.from(
      { length: rows },
      (_, row) => `${row}.jpg ${values.slice(row * dim, (row + 1) * dim).join(" ")}\n`,
    );
    const found = await check(put(lines.join("")));
    expect(found.values.findIndex((value, i) => value !== values[i])).toBe(-1);
    expect(found.blocks.length).toBeGreaterThan(1);
    expect(found.names.findIndex((name, row) => name !== `${row}.jpg`)).toBe(-1);
  });
});

describe("rows of a float file", () => {
  const small = encode("<f4", draw(12));
  it.each([
    ["in Fortran order", npyBytes("<f4", "4, 3", small, { fortran: true }), "Fortran order, expected C order"],
    ["cut short", npyBytes("<f4", "4, 3", small.subarray(0, 40)), "truncated: 40 bytes of data, expected 48"],
    ["too long", npyBytes("<f4", "3, 3", small), "longer than its header says: 48 bytes of data, expected 36"],
    ["without rows", npyBytes("<f4", "0, 3", new Uint8Array(0)), "holds no rows"],
  ])("%s: refused", (_, bytes, message) => {
    const path = put(bytes);
    expect(() => [...floatRows(path, npyFeatureLayout(path))]).toThrow(`${path}: ${message}`);
  });

  it("stop when they are told to", async () => {
    const stop = new AbortController();
    const progress = { start() {}, step: () => stop.abort(new Error("enough")), stop() {} };
    const path = put(npyBytes("<f4", "4, 3", small));
    await expect(streamed(path, { signal: stop.signal, progress })).rejects.toThrow("enough");
  });
});

describe("numbers written as .npy", () => {
  it.each([0, 1, 5, 600_000])("%i of them: the bytes that numpy writes, read back the same", (count) => {
    const values = Float64Array.from({ length: count + 2 }, () => random.below(2 ** 20) / 3 - 1e5).subarray(
      1,
      count + 1,
    );
    const path = join(folder, `written-${count}.npy`);
    stageNumbers(path, values).finish();
    const data = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    expect(readFileSync(path).equals(npyBytes("<f8", `${count},`, data))).toBe(true);
    const { shape, type, values: found } = readNpy(path);
    expect([shape, type, found.findIndex((value, i) => value !== values[i])]).toEqual([[count], "f8", -1]);
  });
});
