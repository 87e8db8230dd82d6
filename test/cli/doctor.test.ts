// doctor as a user runs it. That a provider which crashes takes nothing with it is test/host/apart.test.ts's matter.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Check } from "../../src/report/checkup.js";
import { linearModel } from "../onnx-models.js";
import { filesBelow, run, workFolder } from "./command.js";
import { soundPictures } from "./user-files.js";

const checksOf = (out: string): Map<string, Check> =>
  new Map((JSON.parse(out) as { checks: Check[] }).checks.map((check) => [`${check.group}/${check.name}`, check]));

it("doctor on a sound machine: everything is tried, nothing is left behind, exit code 0", async () => {
  const cwd = workFolder();
  const { code, out, err } = await run("doctor --cache kept --format json", { cwd });
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const checks = checksOf(out);
  for (const name of ["Node", "processor", "threads"]) expect(checks.get(`machine/${name}`)?.verdict).toBe("ok");
  for (const name of ["decoding", "plots"]) expect(checks.get(`pictures/${name}`)?.verdict).toBe("ok");
  expect(checks.get("pictures/decoding")?.says).toBe("JPEG, PNG, WebP, TIFF, GIF, BMP, PPM");
  expect(checks.get("disk/cache")).toMatchObject({ verdict: "ok", says: expect.stringContaining("none yet") });
  expect(checks.get("providers/cpu")?.says).toMatch(/^[\d,.]+ images\/s \(magface-tiny\.onnx, 8 a run\)$/);
  for (const name of ["cuda", "webgpu", "tensorrt"])
    if (process.platform === "linux")
      expect(["none", "ok", "warn"]).toContain(checks.get(`providers/${name}`)?.verdict);
  expect(existsSync(join(cwd, "kept"))).toBe(false);
  expect([...filesBelow(cwd).keys()]).toEqual([]);
});

it("doctor says what is wrong with a cache, a model and its card, with what to do, and ends with exit code 1", async () => {
  const cwd = workFolder({
    ...soundPictures,
    "kept/data.mdb": "no database",
    "wide.onnx": linearModel({ width: 96, height: 112 }),
  });
  const { code, out, err } = await run("doctor --cache kept --model wide.onnx --preset magface", { cwd });
  expect({ code, err }).toEqual({ code: 1, err: "" });
  expect(out).toMatch(/^ {2}FAIL {2}cache +kept\/data\.mdb: no LMDB file, or damaged.*\n +-> run with --no-cache/m);
  expect(out).toMatch(/^ {2}ok {4}wide\.onnx +takes \w+ \(batchx3x112x96\), gives \w+ \(batchx\d+\)$/m);
  expect(out).toMatch(/^ {2}FAIL {2}card +wide\.onnx: input .* is batchx3x112x96, card "magface" makes 3x112x112/m);
  expect(out).toMatch(/^2 faults/m);
  expect(out).not.toMatch(/\n\s+at /);
});
