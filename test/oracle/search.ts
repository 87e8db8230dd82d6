// Naive second implementation of 1:N identification, written from the definitions: a full matrix of scores, every
// gallery looked at again for every number.

export interface NaiveSearch {
  /** Score of probe p and gallery template t, galleries one after another: scores[p][t]. */
  readonly scores: readonly (readonly number[])[];
  /** Gallery of each template. */
  readonly galleryOf: readonly number[];
  /** Template that is each probe's mate; -1 = none. */
  readonly mates: readonly number[];
}

/** Which templates count: those of one gallery, or all. */
const inside = ({ galleryOf }: NaiveSearch, gallery: number | "merged"): number[] =>
  galleryOf.flatMap((own, template) => (gallery === "merged" || own === gallery ? [template] : []));

export interface NaiveProbe {
  readonly own: number;
  /** 1 + templates that score above the mate. */
  readonly rank: number;
  readonly tied: number;
}

/** Probes whose mate is among the templates. */
export function naiveMated(search: NaiveSearch, gallery: number | "merged"): NaiveProbe[] {
  const templates = inside(search, gallery);
  return search.scores.flatMap((scores, probe) => {
    const mate = search.mates[probe];
    if (!templates.includes(mate)) return [];
    const above = templates.filter((template) => scores[template] > scores[mate]).length;
    const tied = templates.filter((template) => template !== mate && scores[template] === scores[mate]).length;
    return [{ own: scores[mate], rank: 1 + above, tied }];
  });
}

/** Best score of each probe whose mate is not among the templates. */
export function naiveNonMated(search: NaiveSearch, gallery: number): number[] {
  const templates = inside(search, gallery);
  return search.scores.flatMap((scores, probe) =>
    templates.includes(search.mates[probe]) ? [] : [Math.max(...templates.map((template) => scores[template]))],
  );
}

export const naiveRankShare = (probes: readonly NaiveProbe[], k: number): number =>
  probes.filter(({ rank }) => rank <= k).length / probes.length;

/** TPIR at the lowest threshold that accepts at most `allowed` non-mated probes; score > threshold is accepted. */
export function naiveTpir(search: NaiveSearch, gallery: number, allowed: number) {
  const [mated, others] = [naiveMated(search, gallery), naiveNonMated(search, gallery)];
  const accepted = (limit: number): number => others.filter((score) => score > limit).length;
  const threshold = Math.min(...[-Infinity, ...others].filter((limit) => accepted(limit) <= allowed));
  const over = mated.filter(({ own }) => own > threshold);
  return {
    threshold,
    acceptedNonMated: accepted(threshold),
    fpir: accepted(threshold) / others.length,
    value: over.filter(({ rank }) => rank === 1).length / mated.length,
    anyRank: over.length / mated.length,
  };
}

/** All scores of probes and templates that are not mates, highest first. */
export const naiveOthers = ({ scores, mates }: NaiveSearch): number[] =>
  scores.flatMap((row, probe) => row.filter((_, template) => template !== mates[probe])).sort((a, b) => b - a);
