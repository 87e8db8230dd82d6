// Summaries of a section: which figures stand in which table, and which are the best of their column.
import { bestValues } from "../evaluate/best.js";
import { ercTables } from "../report/erc-files.js";
import type { PageSummary } from "../report/html/page-content.js";
import { magnitudeTable } from "../report/magnitude-table.js";
import type { Result } from "../report/result.js";
import { summariesOf, type Summary } from "../report/summary.js";
import { figureTable, type Table } from "../report/table.js";
import { templateTables } from "../report/template-formats.js";
import type { Figure } from "../types.js";
import type { Section } from "./report-sections.js";

interface Choice {
  readonly caption: string;
  readonly wanted: (figure: Figure) => boolean;
}

/** Shares set aside that a summary has room for. */
const shares = ["0", "0.05", "0.1", "0.2", "0.3", "0.5"];

export function sectionSummaries(section: Section): PageSummary[] {
  const { sources, published, title } = section;
  const named = sources.map(({ name, result }) => ({ name, figures: result.figures }));
  return choicesOf(section).flatMap(({ caption, wanted }) =>
    summariesOf(named, wanted).map((summary) => ({
      ...summary,
      caption: `${title}${caption}`,
      best: bestOf(summary),
      published,
    })),
  );
}

function choicesOf({ task, sources }: Section): Choice[] {
  if (task !== "erc") return [{ caption: "", wanted: ({ name }) => !name.startsWith("threshold@") }];
  const measured = sources.flatMap(({ result }) => result.figures.filter(({ value }) => Number.isFinite(value)));
  const fmrs = [...new Set(measured.flatMap(({ name }) => /^fnmr@fmr=([^,]+),/.exec(name)?.[1] ?? []))];
  const ofShares = (fmr: string): Choice => ({
    caption: `, FNMR at FMR ${fmr}`,
    wanted: ({ name }) => shares.some((share) => name === `fnmr@fmr=${fmr},reject=${share}`),
  });
  const area = {
    caption: ", area under FNMR",
    wanted: ({ name }: Figure) => fmrs.some((fmr) => name.startsWith(`pauc@fmr=${fmr},`)),
  };
  return [area, ...fmrs.map(ofShares)];
}

/** Options that say what is asked, not how it is answered: answers to different questions are no rivals. */
const asked = ["gallery", "dataset", "against"];

/** A quality that knows the answer wins always. */
const referees = ["oracle", "random"];

function bestOf({ columns, rows, options }: Summary): boolean[][] {
  const questions = rows.map((row) =>
    options.map((name, at) => (asked.includes(name) ? row.options[at] : "")).join("\n"),
  );
  const best = rows.map(() => columns.map(() => false));
  for (const question of new Set(questions)) {
    const rivals = [...rows.keys()].filter(
      (at) => questions[at] === question && !rows[at].options.some((value) => referees.includes(value)),
    );
    columns.forEach(({ name }, column) => {
      const values = rivals.map((at) => rows[at].cells[column]?.figure.value ?? NaN);
      bestValues(name, values).forEach((isBest, place) => (best[rivals[place]][column] = isBest));
    });
  }
  return best;
}

/** Every figure of a result, as its own folder prints them. */
export function allTables(title: string, result: Result): Table[] {
  if (result.figures.length === 0) return [];
  if (result.task === "templates") return templateTables(title, [result], []);
  if (result.task === "erc") return ercTables({ result, title, comparisons: [] }, false);
  return [result.task === "magnitude" ? magnitudeTable(result) : figureTable(result, [])];
}
