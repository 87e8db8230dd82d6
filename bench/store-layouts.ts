// Three layouts for 469,375 x 512 float32, each written durably in batches of 1024 and read back in list order:
// one vector a value in LMDB; blocks of a batch in LMDB; blocks in an append-only file that LMDB indexes.
// The third is the plainest that could be right: it has no recovery after a kill and no lock between writers.
import { closeSync, fdatasyncSync, mkdtempSync, openSync, readSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { open } from "lmdb";
import { batches, dim, makeDigests, makeVectors, report, timed } from "./store-rows.js";

const rows = Number(process.argv[2] ?? 469_375);
const digests = makeDigests(rows);
const vectors = makeVectors(rows);
const bytes = Buffer.from(vectors.buffer);
const stride = dim * 4;
const into = Buffer.alloc(bytes.length, 1);

const openTable = (path: string) => open({ path, encoding: "binary", keyEncoding: "binary", overlappingSync: false });
const keyOf = (row: number) => digests.subarray(row * 32, row * 32 + 32);
const partOf = (from: number, to: number) => bytes.subarray(from * stride, to * stride);

function numberKey(number: number): Buffer {
  const key = Buffer.alloc(4);
  key.writeUInt32BE(number);
  return key;
}

async function measure(name: string, write: (dir: string) => Promise<void>, read: (dir: string) => Promise<void>) {
  const dir = mkdtempSync(join(process.argv[3] ?? tmpdir(), "layout-"));
  try {
    report(`${name}: write`, await timed(() => write(dir)));
    report(`${name}: read`, await timed(() => read(dir)));
    if (!into.equals(bytes)) throw new Error(`${name} gave other bytes back`);
    into.fill(1);
    const size = ["data.mdb", "rows"].reduce(
      (sum, file) => sum + (statSync(join(dir, file), { throwIfNoEntry: false })?.size ?? 0),
      0,
    );
    console.log(`${name}: ${(size / 1e6).toFixed(0)} MB`);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

await measure(
  "one vector a value",
  async (dir) => {
    const table = openTable(dir);
    for (const [from, to] of batches(rows)) {
      table.transactionSync(() => {
        for (let row = from; row < to; row++) table.putSync(keyOf(row), partOf(row, row + 1));
      });
    }
    await table.close();
  },
  async (dir) => {
    const table = openTable(dir);
    for (let row = 0; row < rows; row++) into.set(table.getBinaryFast(keyOf(row))!.subarray(0, stride), row * stride);
    await table.close();
  },
);

await measure(
  "blocks in LMDB",
  async (dir) => {
    const table = openTable(dir);
    for (const [from, to] of batches(rows)) {
      crc32(partOf(from, to));
      table.transactionSync(() => table.putSync(numberKey(from), partOf(from, to)));
    }
    await table.close();
  },
  async (dir) => {
    const table = openTable(dir);
    for (const [from, to] of batches(rows)) {
      const block = table.getBinaryFast(numberKey(from))!.subarray(0, (to - from) * stride);
      crc32(block);
      into.set(block, from * stride);
    }
    await table.close();
  },
);

await measure(
  "append-only file, LMDB index",
  async (dir) => {
    const table = openTable(dir);
    const file = openSync(join(dir, "rows"), "a");
    for (const [from, to] of batches(rows)) {
      crc32(partOf(from, to));
      writeSync(file, partOf(from, to));
      fdatasyncSync(file);
      table.transactionSync(() => table.putSync(numberKey(from), keyOf(from)));
    }
    closeSync(file);
    await table.close();
  },
  async (dir) => {
    const file = openSync(join(dir, "rows"), "r");
    for (const [from, to] of batches(rows)) {
      const part = into.subarray(from * stride, to * stride);
      readSync(file, part, 0, part.length, from * stride);
      crc32(part);
    }
    closeSync(file);
  },
);
