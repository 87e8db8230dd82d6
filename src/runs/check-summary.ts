// The one verdict of a check.
import { countOf } from "../protocol/counts.js";
import type { CheckedResultRow, CheckedRuleRow, CheckReport } from "../report/check-report.js";

/** A regression anywhere is one, even where something else could not be judged: it was found for sure. */
export function verdictOf(
  results: readonly CheckedResultRow[],
  rules: readonly CheckedRuleRow[],
): Pick<CheckReport, "verdict" | "line"> {
  const figures = results.flatMap(({ label, figures }) => figures.map((figure) => ({ label, ...figure })));
  const judged = figures.filter(({ outcome, failed }) => failed || outcome === "same" || outcome === "better");
  const failed = judged.filter((figure) => figure.failed);
  const broken = rules.filter(({ outcome }) => outcome === "failed");
  const unjudged = results.filter((result) => result.unjudged !== undefined);
  const unruled = rules.filter(({ outcome }) => outcome === "not judged");
  const named = failed
    .slice(0, 3)
    .map(({ label, name, convention, outcome }) => `${label}: ${name}, ${convention} ${outcome}`);
  if (failed.length > 3) named.push(`${failed.length - 3} more`);
  const parts = [
    `${failed.length} of ${countOf(judged.length, "figure")} failed${named.length === 0 ? "" : ` (${named.join("; ")})`}`,
    ...(rules.length === 0 ? [] : [`${broken.length} of ${countOf(rules.length, "rule")} broken`]),
    ...unjudged.map(({ label, unjudged: reason }) => `${label} not judged: ${reason}`),
    ...(unruled.length === 0 ? [] : [`${countOf(unruled.length, "rule")} not judged`]),
    ...betterThan(figures.filter(({ outcome }) => outcome === "better").length),
  ];
  const nothing = judged.length === 0 && rules.length === 0;
  if (nothing && unjudged.length === 0) parts.push("nothing of it is in the baseline");
  const verdict =
    failed.length + broken.length > 0
      ? "regression"
      : unjudged.length + unruled.length > 0 || nothing
        ? "could not judge"
        : "passed";
  return { verdict, line: `${verdict}: ${parts.join(", ").replaceAll("\n", " ")}` };
}

const betterThan = (better: number): string[] =>
  better === 0 ? [] : [`${better} better than the baseline (--update-baseline keeps it)`];
