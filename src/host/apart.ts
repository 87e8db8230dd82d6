// The door to processes. What may crash natively, or never come back, runs in one of its own and can take nothing with it.
import { fork } from "node:child_process";
import { UserError } from "../errors.js";

/** What a task in a process of its own came to. */
export type Apart<Answer> = { readonly answer: Answer } | { readonly fault: string };

/**
 * Runs the default export of a worker file in a process of its own, as a pool's threads do.
 *
 * @param worker URL of the built worker file, from `new URL("./x-worker.js", import.meta.url)`
 * @param task what structured cloning can copy
 * @param limit milliseconds after which the process is ended
 * @returns its answer; or, as one clause, what it threw, what ended it, or that it took too long
 * @throws what `signal` holds when it is aborted
 */
export async function runApart<Task, Answer>(
  worker: URL,
  task: Task,
  { limit, signal }: { limit: number; signal: AbortSignal },
): Promise<Apart<Answer>> {
  signal.throwIfAborted();
  const child = fork(new URL("./apart-worker.js", import.meta.url), {
    execArgv: [],
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  const stop = () => void child.kill("SIGKILL");
  const late = setTimeout(stop, limit);
  signal.addEventListener("abort", stop);
  try {
    const said = textOf(child.stderr!);
    const outcome = new Promise<Apart<Answer>>((resolve, reject) => {
      child.once("message", (message) => resolve(message as Apart<Answer>));
      child.once("error", reject);
      child.once("close", (code, ended) => resolve({ fault: endOf(code, ended, said()) }));
    });
    child.send({ worker: worker.href, task }, () => undefined); // A child that is gone is heard of when it closes.
    const found = await outcome;
    signal.throwIfAborted();
    return child.killed && "fault" in found ? { fault: `no answer within ${limit / 1000} s` } : found;
  } catch (error) {
    if (signal.aborted || !(error instanceof Error)) throw error;
    throw new UserError(`no process can be started: ${error.message}`);
  } finally {
    clearTimeout(late);
    signal.removeEventListener("abort", stop);
    // It has nothing more to say, and what a driver does while it ends is nobody's matter.
    stop();
  }
}

function textOf(stream: NodeJS.ReadableStream): () => string {
  let text = "";
  stream.on("data", (data: Buffer) => (text = (text + data.toString()).slice(-4000)));
  return () => text;
}

/** How a process without an answer ended, with the last thing it said. */
function endOf(code: number | null, signal: NodeJS.Signals | null, said: string): string {
  const last = said
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .at(-1);
  const end = signal === null ? `its process ended with code ${code}` : `its process crashed (${signal})`;
  return last === undefined ? end : `${end}: ${last.slice(0, 200)}`;
}
