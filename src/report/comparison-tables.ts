// Tables of models held against each other.
import type { ComparedFigure, ComparedPart, Comparison, Difference } from "./comparison.js";
import { isRate, labelOfName } from "./label.js";
import { printCount, printShort } from "./number.js";
import { Notes, printValue, type Cell, type Column, type Table } from "./table.js";

const left = (head: string): Column => ({ head, align: "left" });
const right = (head: string, note?: number): Column => ({ head, align: "right", note });
const empty: Cell = { text: "" };

/** For each part its figures and its differences, and who won how often. */
export function comparisonTables(comparison: Comparison): Table[] {
  const parts = comparison.parts.flatMap((part) => [figuresTable(part), differencesTable(part, comparison)]);
  return [...parts, standingsTable(comparison)];
}

/** Thresholds are no merit, and FNMR at each share set aside is what pAUC sums up: files have them. */
const isShown = ({ task }: ComparedPart, name: string): boolean =>
  !name.startsWith("threshold@") && (task !== "erc" || name.startsWith("pauc@"));

/** One row a figure, one column a model. */
function figuresTable(part: ComparedPart): Table {
  const notes = new Notes();
  const options = part.options.map((own) => (isUniform(part) ? "" : printOptions(own)));
  const columns = [
    ...[left("Figure"), left("Convention")],
    ...part.models.map((model, at) => right(model, notes.mark(options[at]))),
  ];
  const rows = part.figures
    .filter(({ name }) => isShown(part, name))
    .map((figure) => [
      ...[{ text: labelled(figure) }, { text: figure.convention }],
      ...figure.values.map((value, at) => valueCell(figure, value, notes.mark(figure.reasons?.[at] ?? undefined))),
    ]);
  const shared = isUniform(part) ? printOptions(part.options[0]) : "";
  const title = `${part.title}${shared === "" ? "" : ` (${shared})`}`;
  return { title, columns, rows, notes: [...notes.texts, ...part.notes] };
}

const isUniform = ({ options }: ComparedPart): boolean =>
  options.every((own) => printOptions(own) === printOptions(options[0]));

const printOptions = (options: Readonly<Record<string, unknown>>): string =>
  Object.entries(options)
    .map(([key, value]) => `${key} ${String(value)}`)
    .join(", ");

function labelled({ name, options }: Pick<ComparedFigure, "name" | "options">): string {
  const text = printOptions(options);
  return text === "" ? labelOfName(name) : `${labelOfName(name)} (${text})`;
}

function valueCell({ name }: ComparedFigure, value: number | null, note: number | undefined): Cell {
  if (value === null) return empty;
  return Number.isFinite(value)
    ? { text: `${printValue(name, value)}${isRate(name) ? " %" : ""}` }
    : { text: "-", note };
}

/** With its sign; a difference that rounds to nothing has none. */
function printSigned(name: string, value: number): string {
  const text = printValue(name, value);
  if (/^-?0(\.0*)?$/.test(text)) return text.replace("-", "");
  return value > 0 ? `+${text}` : text;
}

/** The other models against the reference; every two are in comparison.csv. */
function differencesTable(part: ComparedPart, { bootstrap, correction }: Comparison): Table {
  const notes = new Notes();
  const [reference] = part.models;
  const { tests } = part;
  const drawn =
    tests && bootstrap > 0 ? `paired bootstrap over ${tests.over}, ${printCount(bootstrap)} replicates` : "";
  const among = tests && `only one of the two right: of all pairs for accuracy, of the genuine pairs for TAR`;
  const judged = tests && "the larger of McNemar's exact p and the bootstrap's";
  const columns = [
    ...[
      left("Figure"),
      left("Convention"),
      left("Model"),
      right("Difference"),
      right("95 % interval", notes.mark(drawn)),
    ],
    ...[right("It right", notes.mark(among)), right(`${reference} right`), right("McNemar p")],
    ...[right("p", notes.mark(judged)), right(`p, ${correctionName(correction.method)}`), left("Verdict")],
  ];
  const rows = part.differences
    .filter(
      ({ name, against, difference }) => isShown(part, name) && against === reference && Number.isFinite(difference),
    )
    .map((one) => differenceRow(one));
  const kept = columns.map((_, at) => rows.some((row) => row[at].text !== ""));
  return {
    title: `${part.title}: differences to ${reference}${pairsText(part)}`,
    columns: columns.filter((_, at) => kept[at]),
    rows: rows.map((row) => row.filter((_, at) => kept[at])),
    notes: kept[8] ? notes.texts : [],
  };
}

const correctionName = (method: Comparison["correction"]["method"]): string =>
  method === "holm" ? "Holm" : "Benjamini-Hochberg";

function pairsText({ tests, models }: ComparedPart): string {
  if (tests === undefined) return "";
  const failures = tests.failed.flatMap((count, at) =>
    count === 0 ? [] : [`${printCount(count)} failed by ${models[at]}`],
  );
  return failures.length === 0
    ? ""
    : `, on the ${printCount(tests.pairs)} pairs that all have (${failures.join(", ")})`;
}

function differenceRow(one: Difference): Cell[] {
  const { name, model, difference, interval, mcnemar, p, correctedP, verdict } = one;
  const number = (value: number | undefined): Cell =>
    value === undefined ? empty : { text: value < 1e-300 ? "<1e-300" : printShort(value, 2) };
  return [
    ...[{ text: labelled(one) }, { text: one.convention }, { text: model }],
    { text: `${printSigned(name, difference)}${isRate(name) ? " %" : ""}` },
    interval ? { text: interval.map((end) => printSigned(name, end)).join(" to ") } : empty,
    mcnemar ? { text: printCount(mcnemar.onlyModel) } : empty,
    mcnemar ? { text: printCount(mcnemar.onlyAgainst) } : empty,
    ...[number(mcnemar?.p), number(p), number(correctedP), { text: verdict ?? "" }],
  ];
}

function standingsTable({ standings, correction: { method, level, comparisons } }: Comparison): Table {
  const name = method === "holm" ? "Holm's correction" : "Benjamini and Hochberg's correction";
  const what =
    method === "holm"
      ? `a chance of at most ${level} that any of them is won by luck`
      : `of those won a share of at most ${level} is expected to be luck`;
  return {
    title: `Wins over ${printCount(comparisons)} comparisons, ${name} at ${level}`,
    columns: [left("Model"), right("Wins"), right("Losses"), right("Ties")],
    rows: standings.map(({ model, wins, losses, ties }) => [
      { text: model },
      ...[wins, losses, ties].map((count) => ({ text: printCount(count) })),
    ]),
    notes: comparisons === 0 ? [] : [`${what}; a tie decides nothing: it does not say that two are alike`],
  };
}
