// A check as JUnit XML, which Jenkins, GitLab, GitHub's and other CI systems show as tests.
import XMLBuilder from "fast-xml-builder";
import type { CheckedFigureRow, CheckedResultRow, CheckedRuleRow, CheckReport } from "./check-report.js";
import { printShort } from "./number.js";

/** One element: attributes by `@name`, text by `#text`, elements by their names. */
type Element = { readonly [part: string]: string | number | Element | readonly Element[] };

/** A suite a result and one of the rules; a case a figure or rule. No times: the same check gives the same bytes. */
export function printJunit({ results, rules }: CheckReport): string {
  const suites = [...results.map(resultSuite), ...(rules.length === 0 ? [] : [suiteOf("rules", rules.map(ruleCase))])];
  const counts = (name: string): number => suites.reduce((sum, suite) => sum + Number(suite[name]), 0);
  const builder = new XMLBuilder({
    ignoreAttributes: false,
    attributeNamePrefix: "@",
    format: true,
    suppressEmptyNode: true,
    suppressBooleanAttributes: false,
  });
  return builder.build({
    "?xml": { "@version": "1.0", "@encoding": "UTF-8" },
    testsuites: {
      "@name": "magface-eval check",
      ...{ "@tests": counts("@tests"), "@failures": counts("@failures"), "@errors": counts("@errors") },
      testsuite: suites,
    },
  });
}

function suiteOf(name: string, cases: readonly Element[], output: readonly string[] = []): Element {
  const count = (kind: string): number => cases.filter((each) => kind in each).length;
  return {
    ...{ "@name": clean(name), "@tests": cases.length, "@failures": count("failure") },
    ...{ "@errors": count("error"), "@skipped": count("skipped"), testcase: cases },
    ...(output.length > 0 && { "system-out": clean(output.join("\n")) }),
  };
}

function resultSuite({ label, unjudged, notes, figures }: CheckedResultRow): Element {
  if (unjudged === undefined)
    return suiteOf(
      label,
      figures.map((figure) => figureCase(label, figure)),
      notes,
    );
  const fault = { "@message": clean(unjudged), "@type": "could not judge" };
  return suiteOf(label, [{ ...caseOf(label, "comparable with the baseline"), error: fault }], notes);
}

/** Groups are parted by dots in most CI systems' lists. */
const caseOf = (group: string, name: string): Element => ({
  "@classname": clean(`magface-eval.${group.replaceAll(" ", ".")}`),
  "@name": clean(name),
});

function figureCase(label: string, figure: CheckedFigureRow): Element {
  const { name, convention, options, outcome, failed, how } = figure;
  const head = caseOf(label, [name, convention, options].filter((part) => part !== "").join(", "));
  if (outcome === "not judged" || outcome === "new") return { ...head, skipped: { "@message": clean(how) } };
  const numbers = numbersOf(figure);
  if (!failed) return { ...head, "system-out": clean(`${outcome}: ${numbers}`) };
  return { ...head, failure: { "@message": clean(`${outcome}: ${numbers}`), "@type": outcome, "#text": clean(how) } };
}

/** "0.9635 -> 0.95 (-0.0135; -0.02 to -0.007 by paired bootstrap over subjects)" */
export function numbersOf({ before, after, difference, interval, how }: CheckedFigureRow): string {
  const ends = interval === undefined ? how : `${interval.map(number).join(" to ")} by ${how}`;
  return `${number(before)} -> ${number(after)} (${Number.isFinite(difference) ? `${number(difference)}; ` : ""}${ends})`;
}

const number = (value: number): string => (Number.isFinite(value) ? printShort(value, 6) : "-");

function ruleCase({ rule, outcome, reason = "", figures }: CheckedRuleRow): Element {
  const head = caseOf("rules", rule);
  const values = figures.map(({ label, after, before }) => `${label}: ${number(after)} (baseline ${number(before)})`);
  if (outcome === "not judged") return { ...head, error: { "@message": clean(reason), "@type": "could not judge" } };
  if (outcome === "passed") return { ...head, "system-out": clean(values.join("\n")) };
  return {
    ...head,
    failure: { "@message": clean(`${rule}: ${reason}`), "@type": "rule", "#text": clean(values.join("\n")) },
  };
}

/** XML can't hold most control characters, not even escaped. */
const clean = (text: string): string => text.replace(/[^\P{Cc}\n\t]/gu, " ");
