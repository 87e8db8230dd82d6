import { cruise } from "dependency-cruiser";
import { ESLint } from "eslint";
import { createRequire } from "node:module";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const config = createRequire(import.meta.url)("../.dependency-cruiser.cjs") as { forbidden: { name: string }[] };

/** rule -> files of a small house that break it (path -> content) */
const breakages: Record<string, Record<string, string>> = {
  "room-host": { "src/host/files.ts": 'import "../math/sum.js";', "src/math/sum.ts": "export {};" },
  "room-math": { "src/math/sum.ts": 'import "../host/files.js";', "src/host/files.ts": "export {};" },
  "room-metrics": { "src/metrics/roc.ts": 'import "../store/npy.js";', "src/store/npy.ts": "export {};" },
  "room-score": { "src/score/pairs.ts": 'import "../metrics/roc.js";', "src/metrics/roc.ts": "export {};" },
  "room-evaluate": { "src/evaluate/task.ts": 'import "../report/json.js";', "src/report/json.ts": "export {};" },
  "room-quality": { "src/quality/piqe.ts": 'import "../report/json.js";', "src/report/json.ts": "export {};" },
  "room-protocol": { "src/protocol/load.ts": 'import "../dataset/bin.js";', "src/dataset/bin.ts": "export {};" },
  "room-dataset": { "src/dataset/bin.ts": 'import "../embed/decode.js";', "src/embed/decode.ts": "export {};" },
  "room-store": { "src/store/npy.ts": 'import "../embed/card.js";', "src/embed/card.ts": "export {};" },
  "room-embed": { "src/embed/card.ts": 'import "../metrics/roc.js";', "src/metrics/roc.ts": "export {};" },
  "room-report": { "src/report/json.ts": 'import "../metrics/roc.js";', "src/metrics/roc.ts": "export {};" },
  "room-synth": { "src/synth/face.ts": 'import "../embed/card.js";', "src/embed/card.ts": "export {};" },
  "room-completion": {
    "src/completion/bash.ts": 'import "../embed/presets.js";',
    "src/embed/presets.ts": "export {};",
  },
  "room-runs": { "src/runs/task.ts": 'import "../commands/verify.js";', "src/commands/verify.ts": "export {};" },
  "door-fs": { "src/store/npy.ts": 'import "node:fs/promises";' },
  "door-crypto": { "src/store/npy.ts": 'import "node:crypto";' },
  "door-threads": { "src/store/npy.ts": 'import "node:worker_threads";' },
  "door-processes": { "src/embed/session.ts": 'import "node:child_process";' },
  "door-onnxruntime": { "src/embed/card.ts": 'import "onnxruntime-node";' },
  "door-protobuf": { "src/embed/card.ts": 'import "onnx-buf";' },
  "door-sharp": { "src/embed/warp.ts": 'import "sharp";' },
  "door-lmdb": { "src/store/npy.ts": 'import "lmdb";' },
  "door-html": { "src/report/table.ts": 'import "hastscript";' },
  "door-mathjs": { "src/metrics/roc.ts": 'import "mathjs";' },
  "commands-are-read-by-cli": {
    "src/index.ts": 'import "./commands/verify.js";',
    "src/commands/verify.ts": "export {};",
  },
  "no-cycles": { "src/math/a.ts": 'import "./b.js";', "src/math/b.ts": 'import "./a.js";' },
  "no-orphans": { "src/index.ts": "export {};", "src/math/lonely.ts": "export {};" },
};

let house = "";
beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), "house-"));
});
afterAll(() => rmSync(house, { recursive: true, force: true }));

async function brokenRules(files: Record<string, string>): Promise<string[]> {
  const folder = mkdtempSync(join(house, "case-"));
  for (const [path, content] of Object.entries({ "tsconfig.json": "{}", ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const { options, forbidden } = config as never as { options: object; forbidden: object[] };
  const result = await cruise(["src"], {
    ...options,
    baseDir: folder,
    validate: true,
    ruleSet: { forbidden },
  } as never);
  const { summary } = result.output as { summary: { violations: { rule: { name: string } }[] } };
  return summary.violations.map(({ rule }) => rule.name);
}

describe("dependency rules", () => {
  it("are all broken on purpose below", () => {
    expect(Object.keys(breakages).sort()).toEqual(config.forbidden.map(({ name }) => name).sort());
  });

  it.each(Object.entries(breakages))("%s bites", async (rule, files) => {
    expect(await brokenRules(files)).toContain(rule);
  });

  it("let a well-built house stand", async () => {
    const files = {
      "src/index.ts": 'import "./metrics/roc.js";',
      "src/metrics/roc.ts": 'import "../math/sum.js";',
      "src/math/sum.ts": "export {};",
    };
    expect(await brokenRules(files)).toEqual([]);
  });
});

describe("lint rules", () => {
  it.each([
    ["process", "export const home = process.env.HOME;\n"],
    ["console", 'console.log("x");\n'],
    ["Math.random", "export const x = Math.random();\n"],
    ["Date.now", "export const x = Date.now();\n"],
    ["new Date", "export const x = new Date();\n"],
    ["any", "export const x = (y: any): unknown => y;\n"],
  ])("%s is refused outside cli.ts", async (_name, code) => {
    const eslint = new ESLint({ cwd: root });
    const [result] = await eslint.lintText(code, { filePath: join(root, "src/metrics/example.ts") });
    expect(result.errorCount).toBeGreaterThan(0);
  });
});
