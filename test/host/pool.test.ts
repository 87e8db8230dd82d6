import { expect, test } from "vitest";
import { UserError } from "../../src/errors.js";
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

test("what a user can mend is a UserError behind the thread too, a fault of ours is none", async () => {
  const worker = new URL("../../dist/host/digest-file-worker.js", import.meta.url);
  const pool = openPool<unknown, Uint8Array>(worker, 1);
  const missing = pool.run("/nowhere/x.npy");
  await expect(missing).rejects.toThrow(UserError);
  await expect(missing).rejects.toThrow(/^\/nowhere\/x.npy: no such file or folder$/);
  const ours = await pool.run({}).catch((error: unknown) => error);
  expect(ours).toBeInstanceOf(Error);
  expect(ours).not.toBeInstanceOf(UserError);
  await pool.close();
});

test("a pool closed before its answers came ends quietly", async () => {
  const worker = new URL("../../dist/host/digest-file-worker.js", import.meta.url);
  for (let round = 0; round < 20; round++) {
    const pool = openPool<string, Uint8Array>(worker, 2);
    const given = Array.from({ length: 40 }, () => pool.run("package-lock.json").catch(() => undefined));
    await given[0];
    await pool.close();
  }
});
