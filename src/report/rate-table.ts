// Tables of template results in the shape of papers: one row a model, one column a FAR.
import type { Figure } from "../types.js";
import { labelOfName, sharedOptions, withOptions } from "./label.js";
import { printCount, printPercent } from "./number.js";
import type { PublishedFigure, Result } from "./result.js";
import { Notes, type Cell, type Column, type Table } from "./table.js";

/** Below so many accepted impostors a rate is noise: the "rule of 30" (G. Doddington et al., Speech Communication 31, 2000). */
const fewImpostors = 30;

const empty: Cell = { text: "" };

/** TAR at every FAR: ours by convention, an interval under each of the exact rule, then published rows. */
export function tarTable(title: string, results: readonly Result[], published: readonly PublishedFigure[]): Table {
  const figures = results.flatMap((result) => result.figures.filter(({ name }) => name.startsWith("tar@far=")));
  const rates = namesOf(figures);
  const shared = sharedOptions(figures);
  const notes = new Notes();
  const columns: Column[] = [
    { head: "Model", align: "left" },
    { head: "Convention", align: "left" },
    ...rates.map((name): Column => ({ head: name.replace("tar@far=", ""), align: "right" })),
  ];
  const rows = results.flatMap((result) => rowsOf(result, rates, shared, notes));
  rows.push(...publishedRows(published, rates, notes));
  const options = figures.length === 0 ? "" : withOptions("", figures[0], shared);
  return { title: `${title}: TAR (%) at FAR${options}`, columns, rows, notes: notes.texts };
}

function rowsOf(
  { figures, provenance }: Result,
  rates: readonly string[],
  shared: readonly string[],
  notes: Notes,
): Cell[][] {
  const ours = figures.filter(({ name }) => name.startsWith("tar@far="));
  return grouped(
    ours,
    (figure) => `${withOptions("", figure, freeOptions(figure, shared))}\n${figure.convention}`,
  ).flatMap((group) => {
    const find = (name: string): Figure | undefined => group.find((figure) => figure.name === name);
    const name = withOptions(String(provenance.modelName), group[0], freeOptions(group[0], shared));
    const values = rates.map((rate) => tarCell(find(rate), notes));
    const row = [{ text: name }, { text: group[0].convention }, ...values];
    const intervals = rates.map((rate) => find(rate)?.interval);
    if (!intervals.some((interval) => interval?.every(Number.isFinite))) return [row];
    const method = group.find(({ intervalMethod }) => intervalMethod !== undefined)?.intervalMethod;
    const cells = intervals.map((interval): Cell =>
      interval?.every(Number.isFinite) ? { text: interval.map((end) => printPercent(end, 2)).join("-") } : empty,
    );
    return [row, [empty, { text: "95 % interval", note: notes.mark(method && `95 % interval: ${method}`) }, ...cells]];
  });
}

export function tarCell(figure: Figure | undefined, notes: Notes): Cell {
  if (figure === undefined) return empty;
  const { value, reason, accepted, convention } = figure;
  if (!Number.isFinite(value)) return { text: "-", note: notes.mark(reason) };
  const few = convention === "exact" && accepted !== undefined && accepted.impostor < fewImpostors;
  return {
    text: printPercent(value, 2),
    note: few
      ? notes.mark(
          `rests on ${printCount(accepted.impostor)} accepted impostors: below ${fewImpostors} a rate is noise`,
        )
      : undefined,
  };
}

/** Options of a figure that the title does not say. */
export const freeOptions = (figure: Figure, shared: readonly string[]): string[] =>
  ["pooling", "norm", "flip", "detectorScore", "scoring", "gallery"].filter(
    (key) => figure[key] !== undefined && !shared.includes(key),
  );

function publishedRows(published: readonly PublishedFigure[], rates: readonly string[], notes: Notes): Cell[][] {
  const fitting = published.filter(({ figure }) => rates.includes(figure));
  return grouped(fitting, ({ model, source }) => (model.includes("MS1MV2") ? model : source)).map((group) => [
    { text: group[0].model },
    {
      text: "published",
      note: notes.mark([...new Set(group.map(({ source, status }) => `${source} (${status})`))].join("; ")),
    },
    ...rates.map((rate) => {
      const found = group.find(({ figure }) => figure === rate);
      return found === undefined ? empty : { text: printPercent(found.value, 2) };
    }),
  ]);
}

/** Rank and open-set figures: one row a gallery. */
export function identificationTable(title: string, results: readonly Result[]): Table {
  const of = ({ figures }: Result) => figures.filter(({ name }) => /^(rank-|tpir@)/.test(name));
  const figures = results.flatMap(of);
  const names = namesOf(figures);
  const shared = sharedOptions(figures);
  const notes = new Notes();
  const columns: Column[] = [
    ...["Model", "Gallery", "Convention"].map((head): Column => ({ head, align: "left" })),
    ...names.map((name): Column => ({ head: labelOfName(name), align: "right" })),
  ];
  const rows = results.flatMap((result) =>
    grouped(
      of(result),
      (figure) => `${withOptions("", figure, freeOptions(figure, shared))}\n${figure.convention}`,
    ).map((group): Cell[] => {
      const options = freeOptions(group[0], shared).filter((key) => key !== "gallery");
      return [
        { text: withOptions(String(result.provenance.modelName), group[0], options) },
        { text: String(group[0].gallery) },
        { text: group[0].convention, note: notes.mark(conventionNotes[group[0].convention]) },
        ...names.map((name) =>
          rateCell(
            group.find((figure) => figure.name === name),
            notes,
          ),
        ),
      ];
    }),
  );
  const options =
    figures.length === 0
      ? ""
      : withOptions(
          "",
          figures[0],
          shared.filter((key) => key !== "gallery"),
        );
  return { title: `${title}: 1:N identification (%)${options}`, columns, rows, notes: notes.texts };
}

const conventionNotes: Readonly<Record<string, string>> = {
  insightface: "as ijb_1n.py: the threshold is a quantile of all non-mated pair scores over both galleries, no FPIR",
};

export function rateCell(figure: Figure | undefined, notes: Notes): Cell {
  if (figure === undefined) return empty;
  const { value, reason } = figure;
  return Number.isFinite(value) ? { text: printPercent(value, 2) } : { text: "-", note: notes.mark(reason) };
}

const namesOf = (figures: readonly Figure[]): string[] => [...new Set(figures.map(({ name }) => name))];

/** Items in groups of one key, in the order in which keys first come. */
function grouped<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}
