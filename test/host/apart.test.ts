import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Interrupted } from "../../src/errors.js";
import { runApart } from "../../src/host/apart.js";
import { workFolder } from "../cli/command.js";

const folder = workFolder({
  "double.mjs": "export default ({ values }) => values.map((value) => 2 * value);",
  "throw.mjs": "export default async () => { throw new Error('no such card\\nand more') };",
  "crash.mjs":
    "import { writeSync } from 'node:fs'; export default () => { writeSync(2, 'a driver\\nfell over\\n'); process.abort(); };",
  "leave.mjs": "export default () => process.exit(3);",
  "hang.mjs": "export default () => new Promise(() => setInterval(() => {}, 1000));",
  "busy.mjs": "export default () => { for (;;); };",
  "broken.mjs": "import './nowhere.mjs';",
});
const run = (name: string, task: unknown = null, limit = 20_000, signal = new AbortController().signal) =>
  runApart(pathToFileURL(join(folder, `${name}.mjs`)), task, { limit, signal });

describe("a worker in a process of its own", () => {
  it("answers, typed arrays in and out", async () => {
    expect(await run("double", { values: Float32Array.of(1, 2.5) })).toEqual({ answer: Float32Array.of(2, 5) });
  });

  it("that throws gives the first line of what it threw", async () => {
    expect(await run("throw")).toEqual({ fault: "no such card" });
  });

  it("that crashes natively takes nothing with it, and its last words are told", async () => {
    expect(await run("crash")).toEqual({ fault: expect.stringMatching(/^its process crashed \(SIGABRT\): \S/) });
  });

  it("that ends by itself, or can't be loaded, is told", async () => {
    expect(await run("leave")).toEqual({ fault: "its process ended with code 3" });
    expect(await run("broken")).toEqual({ fault: expect.stringContaining("nowhere.mjs") });
  });

  it("that never answers is ended", async () => {
    expect(await run("hang", null, 300)).toEqual({ fault: "no answer within 0.3 s" });
    expect(await run("busy", null, 300)).toEqual({ fault: "no answer within 0.3 s" });
  });

  it("ends with the run that asked for it", async () => {
    const stop = new AbortController();
    const asked = run("hang", null, 60_000, stop.signal);
    setTimeout(() => stop.abort(new Interrupted("SIGINT")), 100);
    await expect(asked).rejects.toThrow(Interrupted);
    await expect(run("double", null, 60_000, stop.signal)).rejects.toThrow(Interrupted);
  });
});
