import { Interrupted } from "../../errors.js";
import { runApart, type Apart } from "../../host/apart.js";
import type { Check } from "../../report/checkup.js";

/** What a check says, without where it belongs. */
export type Said = Omit<Check, "group" | "name">;

export const ok = (says: string): Said => ({ verdict: "ok", says });
export const none = (says: string): Said => ({ verdict: "none", says });
export const warn = (says: string, remedy?: string): Said => ({ verdict: "warn", says, remedy });
export const fail = (says: string, remedy?: string): Said => ({ verdict: "fail", says, remedy });

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split("\n")[0] || "a fault without a message";

/** Runs a check. Whatever it throws is what it found, so that no check keeps another from its turn. @throws Interrupted */
export async function check(group: string, name: string, look: () => Said | Promise<Said>): Promise<Check> {
  try {
    return { group, name, ...(await look()) };
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    return { group, name, ...fail(firstLine(error)) };
  }
}

/** Runs a worker of this folder in a process of its own. */
export type Aside = <Task, Answer>(worker: string, task: Task, seconds?: number) => Promise<Apart<Answer>>;

const usualSeconds = 60;

/** @throws what `signal` holds, when a worker is asked for or at work meanwhile */
export const openAside =
  (signal: AbortSignal): Aside =>
  (worker, task, seconds = usualSeconds) =>
    runApart(new URL(`./${worker}-worker.js`, import.meta.url), task, { limit: seconds * 1000, signal });
