// A suite killed at random moments: it goes on, and leaves the bytes of an undisturbed run.
//
//   npm run bench -- kill-suite [seed] [trials]
//
// Small data sets are drawn, a suite of two models and four kinds of task runs undisturbed, and then trial by trial from
// nothing: killed (SIGKILL) at a seeded moment of the time that the undisturbed run took, what it left is held against the
// undisturbed files, run again to its end, and all result bytes compared.
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { seededRandom } from "#product/math/random.js";
import { drawDataset } from "#product/synth/dataset.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const program = join(root, "bin/magface-eval.js");
const [seed, trials] = [Number(process.argv[2] ?? 1), Number(process.argv[3] ?? 10)];
const folder = mkdtempSync(join(tmpdir(), "magface-eval-kill-"));

const suite = `format: 1
models:
  - { name: magface, model: ${join(root, "fixtures/magface-tiny.onnx")} }
  - { name: arcface, model: ${join(root, "fixtures/arcface-tiny.onnx")} }
dataRoot: ${folder}
defaults: { bootstrap: 100, provider: cpu }
tasks:
  - verification: [lfw]
  - templates: [ijbc]
  - erc: { sets: [lfw], quality: [magnitude, piqe, random], fmr: [0.1] }
  - magnitude: [lfw]
`;

async function drawSets(): Promise<void> {
  const crew = { seed, progress: { start() {}, step() {}, stop() {} }, signal: new AbortController().signal };
  const lfw = { people: 40, pictures: 4, folds: 2, pairsPerKind: 60 };
  await drawDataset("lfw", { ...crew, sizes: lfw, out: join(folder, "lfw") });
  const ijbc = { people: 24, probes: 2, stills: 2, frames: 2, impostorPairs: 400, size: 128 };
  await drawDataset("ijbc", { ...crew, sizes: ijbc, out: join(folder, "ijbc") });
  writeFileSync(join(folder, "suite.yaml"), suite);
}

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly err: string;
  readonly milliseconds: number;
}

/** @param killAfter milliseconds; Infinity = never */
function runSuite(name: string, killAfter: number): Promise<Ended> {
  const words = [
    "run",
    join(folder, "suite.yaml"),
    "--out",
    join(folder, name),
    "--cache",
    join(folder, `${name}-cache`),
  ];
  const began = performance.now();
  const child = spawn(process.execPath, [program, ...words], { stdio: ["ignore", "ignore", "pipe"] });
  let err = "";
  child.stderr.on("data", (data: Buffer) => (err += data.toString()));
  const timer = killAfter < Infinity ? setTimeout(() => child.kill("SIGKILL"), killAfter) : undefined;
  return new Promise((resolve) =>
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, err, milliseconds: performance.now() - began });
    }),
  );
}

function filesOf(name: string): Map<string, Buffer> {
  const top = join(folder, name);
  const entries = readdirSync(top, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  return new Map(paths.map((path) => [relative(top, path), readFileSync(path)]));
}

const isPart = (path: string): boolean => path.endsWith(".part");

/** Result folders with a seal but without some of their files, or with other bytes. */
function brokenFolders(left: ReadonlyMap<string, Buffer>, whole: ReadonlyMap<string, Buffer>): string[] {
  const sealed = [...left.keys()].filter((path) => path.endsWith("result.json")).map((path) => path.slice(0, -11));
  return sealed.filter((head) =>
    [...whole].some(
      ([path, bytes]) =>
        path.startsWith(head) && !path.slice(head.length).includes("/") && !left.get(path)?.equals(bytes),
    ),
  );
}

/** What differs from the undisturbed files. */
const differences = (found: ReadonlyMap<string, Buffer>, whole: ReadonlyMap<string, Buffer>): string[] =>
  [...new Set([...found.keys(), ...whole.keys()])].filter((path) => {
    const [one, other] = [found.get(path), whole.get(path)];
    return one === undefined || other === undefined || !one.equals(other);
  });

async function main(): Promise<void> {
  await drawSets();
  const first = await runSuite("undisturbed", Infinity);
  if (first.code !== 0) throw new Error(first.err);
  const whole = filesOf("undisturbed");
  console.log(`undisturbed: ${(first.milliseconds / 1000).toFixed(1)} s, ${whole.size} files`);
  const random = seededRandom(seed);
  for (let draw = 0; draw < 32; draw++) random.below(2); // The generator's first draws are alike for all small seeds.
  let bad = 0;
  for (let trial = 1; trial <= trials; trial++) {
    const moment = Math.floor((first.milliseconds * random.below(1_000_000)) / 1_000_000);
    const name = `trial-${trial}`;
    const killed = await runSuite(name, moment);
    const [left, parts, broken] = inspect(name, whole);
    const resumed = await runSuite(name, Infinity);
    const wrong = differences(filesOf(name), whole);
    const [, upToDate] = /(\d+) up to date/.exec(resumed.err) ?? [];
    const fault = resumed.code !== 0 || wrong.length > 0 || broken.length > 0;
    if (fault) bad++;
    console.log(
      `${fault ? "BAD " : "good"} killed after ${(moment / 1000).toFixed(2)} s (${killed.signal ?? "had ended"}): ${left} files, ${parts} unfinished, ` +
        `${broken.length} broken folders; then ${upToDate} cells up to date, exit ${resumed.code}, ${wrong.length} files differ ${wrong.slice(0, 3).join(" ")}`,
    );
    for (const path of [name, `${name}-cache`]) rmSync(join(folder, path), { recursive: true, force: true });
  }
  console.log(`${trials - bad} of ${trials} trials end with the undisturbed bytes`);
  process.exitCode = bad > 0 ? 1 : 0;
}

function inspect(name: string, whole: ReadonlyMap<string, Buffer>): [files: number, parts: number, broken: string[]] {
  try {
    const left = filesOf(name);
    return [left.size, [...left.keys()].filter(isPart).length, brokenFolders(left, whole)];
  } catch {
    return [0, 0, []]; // Killed before the folder was made.
  }
}

try {
  await main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
