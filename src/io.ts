import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";
import type CliProgress from "cli-progress";
import type { Io, Progress } from "./types.js";

/** What a run needs of the process: cli.ts hands the real one over, tests a small stand-in. */
export interface Terminal {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  now(): number;
}

/** How much a run says on stderr. */
export interface Loudness {
  readonly quiet: boolean;
  readonly verbose: boolean;
}

/**
 * The io object of one run. Results go to stdout; all else goes to stderr: warnings always, notes unless quiet,
 * details when verbose, bars only where stderr is a terminal and the run is not quiet.
 */
export function makeIo(terminal: Terminal, signal: AbortSignal, { quiet, verbose }: Loudness): Io {
  const line = (text: string) => void terminal.stderr.write(`${text}\n`);
  return {
    out: (text) => void terminal.stdout.write(`${text}\n`),
    note: (text) => (quiet ? undefined : line(text)),
    warn: (text) => line(`warning: ${pathsAsTyped(text, terminal.cwd)}`),
    detail: (text) => (verbose ? line(text) : undefined),
    progress: terminal.stderr.isTTY && !quiet ? bars(terminal) : silence,
    env: terminal.env,
    cwd: terminal.cwd,
    now: terminal.now,
    signal,
  };
}

/** A message with the paths below the working folder as a user there writes them. */
export const pathsAsTyped = (text: string, cwd: string): string =>
  cwd === dirname(cwd) ? text : text.replaceAll(join(cwd, sep), "");

const silence: Progress = { start() {}, step() {}, stop() {} };

function bars(terminal: Terminal): Progress {
  let bar: CliProgress.SingleBar | null = null;
  let began = 0;
  let done = 0;
  const rate = () => ({ rate: perSecond(done, terminal.now() - began) });
  return {
    start(phase, total, unit) {
      // Loaded only where a bar is drawn: 40 ms that a run in CI does not pay.
      const { SingleBar, Presets } = createRequire(import.meta.url)("cli-progress") as typeof CliProgress;
      const format = `${phase.padEnd(12)} {bar} {percentage}% | {value}/{total} ${unit} | {rate} ${unit}/s | {eta_formatted} left`;
      const stream = terminal.stderr as NodeJS.WriteStream;
      bar = new SingleBar({ format, stream, hideCursor: true, clearOnComplete: true, fps: 8 }, Presets.shades_classic);
      began = terminal.now();
      done = 0;
      bar.start(total, 0, rate());
    },
    step(count = 1) {
      done += count;
      bar?.update(done, rate());
    },
    stop() {
      bar?.stop();
      bar = null;
    },
  };
}

function perSecond(done: number, milliseconds: number): string {
  const rate = milliseconds > 0 ? (done * 1000) / milliseconds : 0;
  return rate >= 100 ? rate.toFixed(0) : rate.toFixed(1);
}
