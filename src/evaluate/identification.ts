// 1:N figures from what the search of the galleries found.
import { wilsonInterval } from "../metrics/interval.js";
import { allowedImpostors, printRate } from "../metrics/operating-point.js";
import type { SearchFound } from "../score/template-search.js";
import type { Figure } from "../types.js";

/** What was searched. */
export interface Identification {
  /** Name of each gallery. */
  readonly galleries: readonly string[];
  /** Templates each gallery holds. */
  readonly sizes: readonly number[];
  /** Matrix row of each probe, and the gallery its mate is in; -1 = none. */
  readonly probes: Uint32Array;
  readonly mateGallery: Int32Array;
}

export interface IdentificationOptions {
  readonly ranks: readonly number[];
  readonly fpirs: readonly number[];
  readonly insightface: boolean;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Highest ranks that CMC curves tell. */
const curveRanks = 50;

/** CMC and open-set curve of one gallery, for plots: identification rate by rank, TPIR by FPIR. */
export interface SearchCurves {
  readonly gallery: string;
  readonly cmc: Float64Array;
  readonly fpir: Float64Array;
  readonly tpir: Float64Array;
  readonly mated: number;
  readonly nonMated: number;
}

/** Non-mated scores that InsightFace's thresholds need. */
export const highestNeeded = (probes: number): number => Math.ceil(probes * Math.max(...insightfaceRates)) + 1;

/** The rates that ijb_1n.py reads. */
const insightfaceRates = [0.01, 0.1];

/**
 * Closed set: rank = 1 + gallery templates that score above the mate (ties favour the probe, and are counted). Open set:
 * probes without a mate in the gallery are non-mated; at most floor(x n) of them may be accepted by their best score;
 * TPIR = share of mated probes whose mate is at rank 1 and accepted (score > threshold).
 *
 * @param others highest non-mated scores over all galleries, descending
 */
export function identificationFigures(
  what: Identification,
  found: SearchFound,
  others: Float64Array,
  options: IdentificationOptions,
): { figures: Figure[]; curves: SearchCurves[] } {
  const alone = what.galleries.map((_, gallery) => searchOf(what, found, gallery));
  const merged = mergedSearch(what, found);
  const perGallery = alone.map((one) => [...rankFigures(one, options.ranks), ...openFigures(one, options.fpirs)]);
  const figures = [...perGallery.flat(), ...rankFigures(merged, options.ranks)];
  if (perGallery.length > 1) figures.push(...meanFigures(perGallery));
  if (options.insightface) figures.push(...insightfaceFigures(merged, others));
  return {
    figures: figures.map((figure) => ({ ...figure, ...options.fields })),
    curves: [...alone.map(curvesOf), curvesOf(merged)],
  };
}

/** One gallery's search, of mated and non-mated probes apart. */
interface Search {
  readonly gallery: string;
  readonly size: number;
  readonly own: Float64Array;
  readonly rank: Uint32Array;
  readonly tied: number;
  /** Best scores of non-mated probes, descending. */
  readonly refused: Float64Array;
}

function searchOf(
  { galleries, sizes, probes, mateGallery }: Identification,
  found: SearchFound,
  gallery: number,
): Search {
  const cell = (probe: number) => probes[probe] * galleries.length + gallery;
  const all = Array.from(probes, (_, probe) => probe);
  const mated = all.filter((probe) => mateGallery[probe] === gallery);
  const others = all.filter((probe) => mateGallery[probe] !== gallery);
  return {
    gallery: galleries[gallery],
    size: sizes[gallery],
    own: Float64Array.from(mated, (probe) => found.own[probes[probe]]),
    rank: Uint32Array.from(mated, (probe) => 1 + found.above[cell(probe)]),
    tied: mated.reduce((sum, probe) => sum + found.tied[cell(probe)], 0),
    refused: Float64Array.from(others, (probe) => found.best[cell(probe)])
      .sort()
      .reverse(),
  };
}

function mergedSearch({ galleries, sizes, probes, mateGallery }: Identification, found: SearchFound): Search {
  const over = (values: Uint32Array, probe: number): number =>
    galleries.reduce((sum, _, gallery) => sum + values[probes[probe] * galleries.length + gallery], 0);
  const mated = Array.from(probes, (_, probe) => probe).filter((probe) => mateGallery[probe] >= 0);
  return {
    gallery: "merged",
    size: sizes.reduce((sum, size) => sum + size, 0),
    own: Float64Array.from(mated, (probe) => found.own[probes[probe]]),
    rank: Uint32Array.from(mated, (probe) => 1 + over(found.above, probe)),
    tied: mated.reduce((sum, probe) => sum + over(found.tied, probe), 0),
    refused: new Float64Array(0),
  };
}

function share(name: string, hits: number, all: number, fields: Partial<Figure>): Figure {
  if (all === 0)
    return { name, convention: "exact", ...fields, value: NaN, reason: "no probe has a mate in the gallery" };
  const interval = wilsonInterval(hits, all);
  return { name, convention: "exact", ...fields, value: hits / all, interval, intervalMethod: "wilson", probes: all };
}

function rankFigures({ gallery, rank, size, tied }: Search, ranks: readonly number[]): Figure[] {
  return ranks.map((k) => {
    const hits = rank.reduce((sum, each) => sum + (each <= k ? 1 : 0), 0);
    return share(`rank-${k}`, hits, rank.length, { gallery, templates: size, ...(tied > 0 && { tiedMates: tied }) });
  });
}

function openFigures({ gallery, own, rank, refused }: Search, fpirs: readonly number[]): Figure[] {
  return fpirs.map((target) => {
    const name = `tpir@fpir=${printRate(target)}`;
    const allowed = allowedImpostors(target, refused.length);
    if (allowed < 1) {
      const reason = `needs ${Math.ceil((1 / target) * (1 - 1e-12))} non-mated probes, has ${refused.length}`;
      return { name, convention: "exact", gallery, value: NaN, reason };
    }
    const limit = allowed < refused.length ? refused[allowed] : -Infinity;
    const hits = own.reduce((sum, score, i) => sum + (score > limit && rank[i] === 1 ? 1 : 0), 0);
    const anyRank = own.reduce((sum, score) => sum + (score > limit ? 1 : 0), 0);
    const accepted = countAbove(refused, limit);
    return {
      ...share(name, hits, own.length, { gallery, threshold: limit }),
      fpir: accepted / refused.length,
      nonMated: refused.length,
      acceptedNonMated: accepted,
      anyRank: anyRank / own.length,
    };
  });
}

/** Scores above a limit, of descending ones. */
function countAbove(descending: Float64Array, limit: number): number {
  let count = 0;
  while (count < descending.length && descending[count] > limit) count++;
  return count;
}

/** The plain mean over galleries of each figure that all of them have. */
function meanFigures(perGallery: readonly Figure[][]): Figure[] {
  return perGallery[0].map(({ name, convention }, at): Figure => {
    const values = perGallery.map((figures) => figures[at].value);
    const reason = perGallery.map((figures) => figures[at].reason).find((text) => text !== undefined);
    const value = values.reduce((sum, each) => sum + each, 0) / values.length;
    return { name, convention, gallery: "mean", value, ...(reason !== undefined && { reason }) };
  });
}

/**
 * As ijb_1n.py: all galleries merged; threshold = the ceil(x probes)-th highest of all non-mated scores, accept above it.
 * No FPIR: a probe with many false hits counts many times.
 */
function insightfaceFigures({ own }: Search, others: Float64Array): Figure[] {
  return insightfaceRates.map((rate): Figure => {
    const name = `tpir@fpir=${printRate(rate)}`;
    const fields = { convention: "insightface", gallery: "merged" };
    const limit = others[Math.ceil(own.length * rate) - 1];
    if (limit === undefined) return { name, ...fields, value: NaN, reason: "too few non-mated scores" };
    const hits = own.reduce((sum, score) => sum + (score > limit ? 1 : 0), 0);
    const falsePairs = countAbove(others, limit);
    return { name, ...fields, value: hits / own.length, threshold: limit, falsePairs };
  });
}

function curvesOf({ gallery, own, rank, refused }: Search): SearchCurves {
  const cmc = new Float64Array(curveRanks);
  for (const each of rank) if (each <= curveRanks) cmc[each - 1]++;
  for (let k = 1; k < curveRanks; k++) cmc[k] += cmc[k - 1];
  const hits = own
    .filter((_, i) => rank[i] === 1)
    .sort()
    .reverse();
  const fpir = Float64Array.from(refused, (_, i) => i / refused.length);
  let reached = 0;
  const tpir = refused.map((limit) => {
    while (reached < hits.length && hits[reached] > limit) reached++;
    return reached / own.length;
  });
  return { gallery, cmc: cmc.map((sum) => sum / own.length), fpir, tpir, mated: own.length, nonMated: refused.length };
}
