import { monotonicMilliseconds } from "./host/clock.js";
import type { Io } from "./types.js";

/**
 * The io of a run that a program starts: it says nothing, draws no bars and can't be stopped, but for the parts that are
 * given. `quietIo({ warn: console.warn })` passes warnings on; `{ signal }` stops the run, which then throws what the
 * signal was aborted with.
 *
 * @param parts what differs; results come back as values, so that `out` is never needed
 */
export const quietIo = (parts: Partial<Io> = {}): Io => ({
  out() {},
  note() {},
  warn() {},
  detail() {},
  progress: { start() {}, step() {}, stop() {} },
  env: {},
  cwd: ".",
  now: monotonicMilliseconds,
  signal: new AbortController().signal,
  ...parts,
});
