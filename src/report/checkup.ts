// What `doctor` prints.

/** ok; warn: not as it could be; fail: does not work; none: not on this machine, and nothing that is missed. */
export type Verdict = "ok" | "warn" | "fail" | "none";

/** One thing that was tried. */
export interface Check {
  /** What it belongs to: "machine", "providers". */
  readonly group: string;
  readonly name: string;
  readonly verdict: Verdict;
  /** What was found, in one clause. */
  readonly says: string;
  /** What to do about it. */
  readonly remedy?: string;
}

const marks: Readonly<Record<Verdict, string>> = { ok: "ok", warn: "warn", fail: "FAIL", none: "-" };

/** A line a check, groups parted by an empty line; what to do stands below. Without a trailing line break. */
export function printCheckup(checks: readonly Check[]): string {
  const wide = Math.max(...checks.map(({ name }) => name.length));
  const groups = [...new Set(checks.map(({ group }) => group))];
  const blocks = groups.map((group) =>
    [group, ...checks.filter((check) => check.group === group).flatMap((check) => linesOf(check, wide))].join("\n"),
  );
  return [...blocks, summaryOf(checks)].join("\n\n");
}

function linesOf({ name, verdict, says, remedy }: Check, wide: number): string[] {
  const line = `  ${marks[verdict].padEnd(4)}  ${name.padEnd(wide)}  ${says}`;
  return remedy === undefined ? [line] : [line, `  ${" ".repeat(4)}  ${" ".repeat(wide)}  -> ${remedy}`];
}

function summaryOf(checks: readonly Check[]): string {
  const count = (verdict: Verdict, noun: string): string => {
    const found = checks.filter((check) => check.verdict === verdict).length;
    return found === 0 ? "" : `${found} ${noun}${found === 1 ? "" : "s"}`;
  };
  const [faults, warnings] = [count("fail", "fault"), count("warn", "warning")];
  const all = [faults, warnings].filter((text) => text !== "").join(", ");
  return faults === "" ? `all that is needed works${all === "" ? "" : `; ${all}`}` : all;
}

/** The same as JSON. */
export const checkupJson = (checks: readonly Check[]): string => JSON.stringify({ format: 1, checks }, null, 2);
