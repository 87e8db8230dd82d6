import { expect, test } from "vitest";
import { coreCount, openPool } from "../../src/host/pool.js";

test("a pool has the threads asked for, and never more than four a core", async () => {
  const worker = new URL("../../dist/store/digest-worker.js", import.meta.url);
  for (const [asked, threads] of [
    [1, 1],
    [1024, 4 * coreCount()],
  ]) {
    const pool = openPool<readonly string[], unknown[]>(worker, asked);
    expect(pool.threads).toBe(threads);
    expect(await pool.run([])).toEqual([]);
    await pool.close();
  }
});
