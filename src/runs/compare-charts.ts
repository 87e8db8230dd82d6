// Plots of several results laid over each other.
import { join } from "node:path";
import { isFile } from "../host/files.js";
import type { Chart, Curve, CurveChart, ErcChart, RateChart, RateCurve } from "../report/chart.js";
import { plotsFile, readPlots } from "../report/plots-file.js";
import type { Part } from "./compare-parts.js";

/** A member's charts under its name. */
interface Drawn {
  readonly name: string;
  readonly charts: readonly Chart[];
}

/**
 * ROC, DET, CMC, open-set and error-versus-reject curves of a part with a line a model (and a way, a gallery or a quality,
 * where one has several). Histograms are left out: scales of two models' scores have nothing to do with each other.
 *
 * @throws UserError for a plots.json that is none
 */
export function overlays({ members, title }: Part): Chart[] {
  const drawn = members
    .map(({ name, folder }) => ({ name, path: join(folder, plotsFile) }))
    .filter(({ path }) => isFile(path))
    .map(({ name, path }): Drawn => ({ name, charts: readPlots(path) }));
  const files = [...new Set(drawn.flatMap(({ charts }) => charts.map(({ file }) => file)))];
  return files.flatMap((file): Chart[] => {
    const own = drawn.flatMap(({ name, charts }) => {
      const chart = charts.find((one) => one.file === file);
      return chart === undefined ? [] : [{ name, chart }];
    });
    return own.length < 2 ? [] : overlay(own, title);
  });
}

type Own = readonly { readonly name: string; readonly chart: Chart }[];

function overlay(own: Own, title: string): Chart[] {
  const [{ chart }] = own;
  if ("curves" in chart) return [{ ...chart, title, curves: linesOf(own, (one) => (one as CurveChart).curves) }];
  if ("rates" in chart) return [{ ...chart, title, rates: linesOf(own, (one) => (one as RateChart).rates) }];
  return "methods" in chart ? ercOverlay(own, chart, title) : [];
}

/** Lines of all models; a model with one line gives it its name, one with several puts its name before theirs. */
function linesOf<T extends Curve | RateCurve | ErcChart["methods"][number]>(
  own: Own,
  of: (chart: Chart) => readonly T[],
): T[] {
  const single = own.every(({ chart }) => of(chart).length === 1);
  return own.flatMap(({ name, chart }) =>
    of(chart).map((line) => ({ ...line, name: single ? name : `${name}, ${line.name}` })),
  );
}

/** Only qualities that all models have: lines of one alone would hide what can be compared. */
function ercOverlay(own: Own, { file, reject }: ErcChart, title: string): Chart[] {
  const charts = own.map(({ chart }) => chart as ErcChart);
  const shared = charts[0].methods
    .map(({ name }) => name)
    .filter((name) => charts.every(({ methods }) => methods.some((method) => method.name === name)));
  if (shared.length === 0) return [];
  const methods = linesOf(own, (chart) => (chart as ErcChart).methods.filter(({ name }) => shared.includes(name)));
  const same = charts.every(({ start }) => start === charts[0].start);
  return [
    { file, title: `${title}, FMR ${file.replace("erc-", "")}`, reject, start: same ? charts[0].start : null, methods },
  ];
}
