// A check as GitHub's workflow commands, which show as notes on a run and its changes.
import type { CheckReport } from "./check-report.js";
import { numbersOf } from "./junit.js";

/** `::error title=..::..` for what failed, `::notice` for what is better; one a line. */
export function checkAnnotations({ results, rules }: CheckReport): string[] {
  const figures = results.flatMap(({ label, unjudged, figures }) => {
    if (unjudged !== undefined) return [command("error", `${label}: could not judge`, unjudged)];
    return figures.flatMap((figure) => {
      const { name, convention, outcome, failed } = figure;
      if (!failed && outcome !== "better") return [];
      return [
        command(
          failed ? "error" : "notice",
          `${label}: ${name} ${outcome}`,
          `${name}, ${convention}: ${numbersOf(figure)}`,
        ),
      ];
    });
  });
  const broken = rules
    .filter(({ outcome }) => outcome !== "passed")
    .map(({ rule, outcome, reason = "" }) => command("error", `rule ${outcome}: ${rule}`, reason));
  return [...figures, ...broken];
}

const command = (kind: "error" | "notice", title: string, message: string): string =>
  `::${kind} title=${escapeProperty(title)}::${escapeData(message)}`;

/** As GitHub's runner takes them back. */
const escapeData = (text: string): string =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const escapeProperty = (text: string): string => escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
