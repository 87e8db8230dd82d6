// Plots of a magnitude study as the data that a drawing thread is handed.
import type { Association, MagnitudeSet, MagnitudeStudy } from "../evaluate/magnitude-study.js";
import { allSets } from "../evaluate/magnitude-study.js";
import { evenChoice } from "../metrics/equal-bins.js";
import type { Chart, ScatterChart } from "../report/chart.js";
import { evenPrinter, printCount } from "../report/number.js";
import { shorten } from "../report/plots/theme.js";

/** More points than this make a plot no clearer. */
const mostPoints = 5000;

/** Letters of a set's name in a legend. */
const nameLetters = 18;

/** Histogram of the sets' magnitudes, and where there are cosines magnitude against them. */
export function magnitudeCharts(sets: readonly MagnitudeSet[], study: MagnitudeStudy, model: string): Chart[] {
  const { edges, counts } = study.histogram;
  const names = shortNames(sets.map(({ name }) => name));
  const print = evenPrinter(
    sets.map(({ name }) => study.statistics.magnitude[name].median),
    4,
  );
  const classes = sets.map(({ name, magnitude }, at) => {
    const { median } = study.statistics.magnitude[name];
    return {
      name: `${names[at]}: ${printCount(magnitude.length)} images, median ${print(median)}`,
      counts: counts[at],
    };
  });
  const histogram = { title: model, axis: "embedding magnitude", counted: "images", edges, classes, marks: [] };
  const charts: Chart[] = [{ file: "histogram", ...histogram }];
  return study.associations.length === 0 ? charts : [...charts, scatter(sets, study.associations, names, model)];
}

/** Names cut in the middle; those that are then the same are told apart by their place. */
function shortNames(names: readonly string[]): string[] {
  const short = names.map((name) => shorten(name, nameLetters));
  return short.map((name, at) => (short.indexOf(name) === short.lastIndexOf(name) ? name : `${at + 1}: ${name}`));
}

function scatter(
  sets: readonly MagnitudeSet[],
  associations: readonly Association[],
  names: readonly string[],
  title: string,
): ScatterChart {
  const nameOf = (set: string): string => names[sets.findIndex(({ name }) => name === set)] ?? set;
  const lineOf = new Map(associations.map(({ name }, at) => [name, at]));
  return {
    file: "cosine",
    title,
    x: "embedding magnitude",
    y: "cosine to mean of other images",
    points: thinned(sets, lineOf),
    lines: associations.map(({ name, correlation, medians }) => ({
      name: `${nameOf(name)}: ${correlationText(correlation)}`,
      x: medians.x,
      y: medians.y,
      whole: name === allSets && sets.length > 1,
    })),
  };
}

function correlationText({ value, interval }: Association["correlation"]): string {
  if (!Number.isFinite(value)) return "no correlation";
  const range = interval === undefined ? "" : ` (${interval.map(printSigned).join(" to ")})`;
  return `ρ = ${printSigned(value)}${range}`;
}

const printSigned = (value: number): string => value.toFixed(2).replace("-", "−");

/** Images that have a cosine, evenly chosen by rank of magnitude, so that clouds keep their shape and their ends. */
function thinned(sets: readonly MagnitudeSet[], lineOf: ReadonlyMap<string, number>): ScatterChart["points"] {
  const all = sets.flatMap(({ name, magnitude, cosine }) =>
    Array.from(magnitude, (x, i) => ({ x, y: cosine[i], line: lineOf.get(name) ?? 0 })),
  );
  const points = all.filter(({ y }) => !Number.isNaN(y));
  const chosen = evenChoice(
    Float64Array.from(points, ({ x }) => x),
    mostPoints,
  );
  // In an order that has nothing to do with sets or magnitudes, or the last set would hide the others.
  const order = Array.from(chosen).sort((a, b) => shuffled(a) - shuffled(b) || a - b);
  return {
    x: Float64Array.from(order, (i) => points[i].x),
    y: Float64Array.from(order, (i) => points[i].y),
    line: Uint32Array.from(order, (i) => points[i].line),
  };
}

/** A fixed scramble of a place (a multiplicative hash). */
const shuffled = (place: number): number => Math.imul(place + 1, 0x9e3779b1) >>> 0;
