// Packs what npm would publish, installs it into an empty folder as the README says for a package of one's own, and uses it
// there: the command line, the whole demo with --demo, the library, its types. Takes a minute and the registry; CI does not
// run it, test/package.test.ts looks at the list of files on every run.
import { execFileSync } from "node:child_process";
import { cpSync, lstatSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const place = mkdtempSync(join(tmpdir(), "magface-eval-pack-"));

const run = (command, words, cwd = place) =>
  execFileSync(command, words, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
const cli = (...words) => run("npx", ["--no-install", "magface-eval", ...words]);
const say = (what, value) => console.log(`${what.padEnd(24)} ${value}`);
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

/** Bytes of all files below a folder. */
function sizeOf(path) {
  const stat = lstatSync(path);
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

function expect(what, right) {
  if (!right) throw new Error(`${what}: failed`);
  say(what, "ok");
}

const library = `
import { listProtocols, runDoctor, tallyOf, findResults } from "magface-eval";
import schema from "magface-eval/protocols/schema/result.schema.json" with { type: "json" };
if (![runDoctor, tallyOf, findResults].every((each) => typeof each === "function") || !schema.title) process.exit(1);
console.log(listProtocols().join(" "));
`;
const typed = `
import { openCache, type PairList, type Figure, UserError } from "magface-eval";
export const pairs = (list: PairList): number => list.left.length;
export const values = (figures: readonly Figure[]): number[] => figures.map(({ value }) => value);
export const cache: ReturnType<typeof openCache> | UserError | null = null;
`;

/** What is packed is built anew: files of sources that are gone would go along. */
function pack() {
  rmSync(join(root, "dist"), { recursive: true, force: true });
  run("npm", ["run", "--silent", "build"], root);
  const [packed] = JSON.parse(run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", place], root));
  say("packed", `${megabytes(packed.size)}, ${packed.files.length} files, unpacked ${megabytes(packed.unpackedSize)}`);
  return packed.filename;
}

function install(file) {
  writeFileSync(join(place, "package.json"), JSON.stringify({ name: "somebody", private: true, type: "module" }));
  writeFileSync(join(place, ".npmrc"), "ignore-scripts=true\n");
  run("npm", ["install", "--silent", "--no-audit", "--no-fund", `./${file}`]);
  const modules = join(place, "node_modules");
  say("node_modules", megabytes(sizeOf(modules)));
  const folders = readdirSync(modules).filter((name) => !name.startsWith("."));
  const sizes = folders.map((name) => [name, sizeOf(join(modules, name))]).sort(([, a], [, b]) => b - a);
  for (const [name, bytes] of sizes.slice(0, 5)) say(`  ${name}`, megabytes(bytes));
}

function use() {
  expect("--version", /^\d+\.\d+\.\d+\n$/.test(cli("--version")));
  expect("--help", cli("--help").includes("Examples:"));
  cli("synth", "--like", "lfw", "--sizes", "people=20,folds=5,pairsPerKind=10", "--out", "drawn", "--quiet");
  const model = "node_modules/magface-eval/fixtures/magface-tiny.onnx";
  const table = cli("verify", "drawn/protocol.json", "--model", model, "--cache", "kept", "--quiet");
  expect("verify", /^accuracy +exact/m.test(table));
  expect("plots", lstatSync(join(place, "results/drawn-lfw/magface-tiny/roc.png")).size > 1000);
  cli("report", "results", "-o", "page.html", "--quiet");
  expect("report", lstatSync(join(place, "page.html")).size > 100_000);
  expect("ijbc", cli("synth", "ijbc", "--scale", "0.01", "--out", "ijbc").includes("templates"));
  const templates = [
    "--data",
    "ijbc",
    "--features",
    `ijbc/${readdirSync(join(place, "ijbc")).find((name) => name.endsWith(".npy"))}`,
  ];
  expect("templates", cli("ijbc", ...templates, "--bootstrap", "0", "--quiet").includes("magface-plus"));
  expect("doctor", cli("doctor", "--cache", "kept").includes("all that is needed works"));
  expect("completion", cli("completion", "bash").includes("complete -F"));
  if (process.argv.includes("--demo")) expect("demo", cli("demo", "--out", "x").includes("accuracy"));
}

function importIt() {
  writeFileSync(join(place, "use.js"), library);
  expect("library", run(process.execPath, ["--no-warnings", "use.js"]).includes("lfw"));
  writeFileSync(join(place, "use.ts"), typed);
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  cpSync(join(root, "node_modules/@types/node"), join(place, "node_modules/@types/node"), { recursive: true });
  cpSync(join(root, "node_modules/undici-types"), join(place, "node_modules/undici-types"), { recursive: true });
  run(process.execPath, [
    tsc,
    "--strict",
    "--noEmit",
    "--skipLibCheck",
    "--module",
    "nodenext",
    "--target",
    "es2022",
    "use.ts",
  ]);
  expect("types", true);
}

try {
  install(pack());
  use();
  importIt();
} finally {
  rmSync(place, { recursive: true, force: true });
  say("removed", basename(place));
}
