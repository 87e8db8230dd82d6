// Runs the command line as a user does: inside this process, or as a process of its own.
import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, vi } from "vitest";
import { main } from "../../src/cli.js";

/** Contents of files by their path below a folder. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** What a command line gave. */
export interface Outcome {
  readonly code: number | null;
  /** What ended a child process, where that was a signal. */
  readonly signal?: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

const folders: string[] = [];
// Not where a folder is made: an afterAll inside a test is never run.
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A folder with files in it, gone when the test file is done. */
export function workFolder(files: Files = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "magface-eval-"));
  folders.push(folder);
  return addFiles(folder, files);
}

export function addFiles(folder: string, files: Files): string {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** Every file below a folder by its path there, in byte order; empty where there is no such folder. */
export function filesBelow(folder: string): Map<string, Buffer> {
  const stat = statSync(folder, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) return new Map();
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(paths.sort().map((path) => [relative(folder, path), readFileSync(path)]));
}

/** Options of a run besides its words. */
export interface Place {
  readonly cwd: string;
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Words between blanks, as a shell without quotes would part them. */
export const wordsOf = (line: string): string[] => line.split(" ").filter((word) => word !== "");

/** Runs a command line in this process; neither stdout nor stderr is a terminal. */
export async function run(line: string | readonly string[], { cwd, env = {} }: Place): Promise<Outcome> {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const written = { out: "", err: "" };
  try {
    const code = await main(typeof line === "string" ? wordsOf(line) : line, {
      stdout: { write: (text: string) => (written.out += text) },
      stderr: { write: (text: string) => (written.err += text) },
      env: process.env,
      cwd,
      now: () => performance.now(),
    });
    return { code, ...written };
  } finally {
    vi.unstubAllEnvs();
  }
}

const program = fileURLToPath(new URL("../../bin/magface-eval.js", import.meta.url));

/** Starts a command line as a process of its own. `watch` is handed all that stderr has said so far, at every piece of it. */
export function start(
  line: string,
  { cwd, env = {} }: Place,
  watch: (child: ChildProcess, err: string) => void = () => {},
): Promise<Outcome> {
  const child = spawn(process.execPath, [program, ...wordsOf(line)], { cwd, env: { ...process.env, ...env } });
  const written = { out: "", err: "" };
  child.stdout.on("data", (data: Buffer) => (written.out += data.toString()));
  child.stderr.on("data", (data: Buffer) => {
    written.err += data.toString();
    watch(child, written.err);
  });
  return new Promise((resolve) => child.on("close", (code, signal) => resolve({ code, signal, ...written })));
}
