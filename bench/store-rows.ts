// Rows for the benchmarks of the store: digests and vectors that are quick to make and don't compress.
import { createHash } from "node:crypto";

export const dim = 512;
export const batchRows = 1024;

/** 32-byte digests of `rows` images that don't exist. */
export function makeDigests(rows: number): Buffer {
  const digests = Buffer.allocUnsafe(rows * 32);
  for (let row = 0; row < rows; row++)
    createHash("sha256")
      .update(`image ${row}`)
      .digest()
      .copy(digests, row * 32);
  return digests;
}

export function makeVectors(rows: number): Float32Array {
  const values = new Float32Array(rows * dim);
  for (let i = 0, state = 1; i < values.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    values[i] = state / 2 ** 31 - 1;
  }
  return values;
}

/** Batches as [first row, one past the last]. */
export function* batches(rows: number): Generator<[number, number]> {
  for (let from = 0; from < rows; from += batchRows) yield [from, Math.min(rows, from + batchRows)];
}

/** Seconds by the wall and of the processor that `action` takes. */
export async function timed<T>(action: () => T | Promise<T>): Promise<{ wall: number; cpu: number; value: T }> {
  const began = performance.now();
  const cpu = process.cpuUsage();
  const value = await action();
  const { user, system } = process.cpuUsage(cpu);
  return { wall: (performance.now() - began) / 1000, cpu: (user + system) / 1e6, value };
}

/** One line: what, seconds, and how that stands to `limit` seconds. */
export function report(what: string, { wall, cpu }: { wall: number; cpu: number }, limit?: number): void {
  const ratio = limit === undefined ? "" : `  ${(wall / limit).toFixed(2)} x the plain way`;
  console.log(
    `${what.padEnd(44)} ${wall.toFixed(3).padStart(7)} s  ${cpu.toFixed(3).padStart(7)} s of processor${ratio}`,
  );
}
