import { describe, expect, it } from "vitest";
import {
  highestNeeded,
  identificationFigures,
  type Identification,
  type IdentificationOptions,
} from "../../src/evaluate/identification.js";
import { seededRandom } from "../../src/math/random.js";
import type { SearchFound } from "../../src/score/template-search.js";
import type { Figure } from "../../src/types.js";
import {
  naiveMated,
  naiveNonMated,
  naiveOthers,
  naiveRankShare,
  naiveTpir,
  type NaiveSearch,
} from "../oracle/search.js";

interface Case {
  readonly search: NaiveSearch;
  readonly what: Identification;
  readonly found: SearchFound;
  readonly others: Float64Array;
}

/** What a search of drawn scores finds; matrix rows are the probes in another order, with rows between that are none. */
function drawCase(seed: number, sizes: readonly number[], probes: number, ties: number): Case {
  const random = seededRandom(seed);
  const galleryOf = sizes.flatMap((size, gallery) => Array<number>(size).fill(gallery));
  const mates = Array.from({ length: probes }, () => random.below(galleryOf.length + 8)).map((mate) =>
    mate < galleryOf.length ? mate : -1,
  );
  const scores = mates.map((mate) =>
    galleryOf.map((_, template) => (random.below(ties) + (template === mate ? ties >> 1 : 0)) / ties),
  );
  const rowOf = Uint32Array.from({ length: probes }, (_, probe) => 2 * (probes - 1 - probe) + 1);
  const found = {
    own: new Float64Array(2 * probes),
    above: new Uint32Array(2 * probes * sizes.length),
    tied: new Uint32Array(2 * probes * sizes.length),
    best: new Float64Array(2 * probes * sizes.length),
  };
  scores.forEach((row, probe) => {
    const [mate, own] = [mates[probe], mates[probe] < 0 ? -Infinity : row[mates[probe]]];
    found.own[rowOf[probe]] = own;
    sizes.forEach((_, gallery) => {
      const rest = row.filter((_, template) => galleryOf[template] === gallery && template !== mate);
      const cell = rowOf[probe] * sizes.length + gallery;
      found.above[cell] = rest.filter((score) => score > own).length;
      found.tied[cell] = rest.filter((score) => score === own).length;
      found.best[cell] = Math.max(...rest);
    });
  });
  const search = { scores, galleryOf, mates };
  return {
    search,
    what: {
      galleries: sizes.map((_, gallery) => `G${gallery + 1}`),
      sizes,
      probes: rowOf,
      mateGallery: Int32Array.from(mates, (mate) => (mate < 0 ? -1 : galleryOf[mate])),
    },
    found,
    others: Float64Array.from(naiveOthers(search).slice(0, highestNeeded(probes))),
  };
}

const options: IdentificationOptions = {
  ranks: [1, 2, 5, 10],
  fpirs: [0.01, 0.05, 0.1, 0.5, 1],
  insightface: true,
  fields: { pooling: "magface" },
};
const measured = ({ what, found, others }: Case, change: Partial<IdentificationOptions> = {}) =>
  identificationFigures(what, found, others, { ...options, ...change });
const pick = (figures: readonly Figure[], name: string, gallery: string, convention = "exact"): Figure => {
  const [figure, ...more] = figures.filter(
    (one) => one.name === name && one.gallery === gallery && one.convention === convention,
  );
  expect(more).toEqual([]);
  return figure;
};
const tpirName: Record<number, string> = { 0.01: "1e-2", 0.05: "5e-2", 0.1: "1e-1", 0.5: "5e-1", 1: "1e+0" };

describe.each([
  ["scores with ties", 1, [12, 9], 150, 16],
  ["hardly any ties", 2, [30, 40], 120, 1 << 20],
  ["three galleries", 3, [5, 6, 7], 200, 32],
])("identification, against looking at every score again: %s", (_, seed, sizes, probes, ties) => {
  const drawn = drawCase(seed, sizes, probes, ties);
  const { search, what } = drawn;
  const { figures, curves } = measured(drawn);

  it("rank-k of each gallery and of all merged: share, counts, tied mates", () => {
    for (const gallery of [...what.galleries.keys(), "merged" as const]) {
      const mated = naiveMated(search, gallery);
      const tied = mated.reduce((sum, probe) => sum + probe.tied, 0);
      for (const k of options.ranks) {
        const name = gallery === "merged" ? gallery : what.galleries[gallery];
        const figure = pick(figures, `rank-${k}`, name);
        expect(figure.value).toBe(naiveRankShare(mated, k));
        expect(figure).toMatchObject({ probes: mated.length, pooling: "magface", intervalMethod: "wilson" });
        expect(figure.templates).toBe(
          gallery === "merged" ? search.galleryOf.length : search.galleryOf.filter((own) => own === gallery).length,
        );
        expect(figure.tiedMates).toBe(tied > 0 ? tied : undefined);
      }
    }
  });

  it("TPIR at FPIR of each gallery: value, threshold, what it accepts", () => {
    what.galleries.forEach((gallery, at) => {
      const nonMated = naiveNonMated(search, at).length;
      for (const fpir of options.fpirs) {
        const figure = pick(figures, `tpir@fpir=${tpirName[fpir]}`, gallery);
        const allowed = Math.floor(fpir * nonMated * (1 + 1e-12));
        if (allowed === 0) {
          expect(figure.value).toBeNaN();
          expect(figure.reason).toBe(`needs ${Math.round(1 / fpir)} non-mated probes, has ${nonMated}`);
        } else expect(figure).toMatchObject({ ...naiveTpir(search, at, allowed), nonMated });
      }
    });
  });

  it("the mean over galleries: of every figure that each has", () => {
    for (const name of [...options.ranks.map((k) => `rank-${k}`), "tpir@fpir=5e-2", "tpir@fpir=5e-1"]) {
      const values = what.galleries.map((gallery) => pick(figures, name, gallery).value);
      expect(pick(figures, name, "mean").value).toBeCloseTo(values.reduce((a, b) => a + b) / values.length, 14);
    }
  });

  it("InsightFace's: all galleries merged, threshold among all non-mated scores, any rank", () => {
    const mated = naiveMated(search, "merged");
    const others = naiveOthers(search);
    for (const rate of [0.01, 0.1]) {
      const threshold = others[Math.ceil(mated.length * rate) - 1];
      expect(pick(figures, `tpir@fpir=${tpirName[rate]}`, "merged", "insightface")).toMatchObject({
        threshold,
        value: mated.filter(({ own }) => own > threshold).length / mated.length,
        falsePairs: others.filter((score) => score > threshold).length,
      });
    }
    expect(measured(drawn, { insightface: false }).figures.some(({ convention }) => convention === "insightface")).toBe(
      false,
    );
  });

  it("curves: identification rate by rank, and the most mated probes at each count of accepted others", () => {
    expect(curves.map(({ gallery }) => gallery)).toEqual([...what.galleries, "merged"]);
    curves.forEach((curve, at) => {
      const gallery = at < sizes.length ? at : "merged";
      const mated = naiveMated(search, gallery);
      expect(curve.mated).toBe(mated.length);
      curve.cmc.forEach((rate, k) => expect(rate).toBe(naiveRankShare(mated, k + 1)));
      if (gallery === "merged") return void expect(curve.fpir).toHaveLength(0);
      const highest = naiveNonMated(search, gallery).sort((a, b) => b - a);
      expect(curve.nonMated).toBe(highest.length);
      highest.forEach((limit, i) => {
        const hits = mated.filter(({ own, rank }) => rank === 1 && own > limit).length;
        expect([curve.fpir[i], curve.tpir[i]]).toEqual([i / highest.length, hits / mated.length]);
      });
    });
  });
});

describe("identification that can't be measured", () => {
  it("too few non-mated probes: NaN with the reason, in the mean too", () => {
    const { figures } = measured(drawCase(5, [40, 2], 30, 64), { fpirs: [0.01] });
    const nonMated = pick(figures, "tpir@fpir=1e-2", "G1");
    expect([nonMated.value, nonMated.interval]).toEqual([NaN, undefined]);
    expect(nonMated.reason).toMatch(/^needs 100 non-mated probes, has \d+$/);
    expect(pick(figures, "tpir@fpir=1e-2", "mean")).toMatchObject({ value: NaN, reason: nonMated.reason });
  });

  it("no probe with a mate: NaN with the reason", () => {
    const drawn = drawCase(6, [5], 40, 64);
    const mateGallery = new Int32Array(40).fill(-1);
    const { figures } = measured({ ...drawn, what: { ...drawn.what, mateGallery } });
    for (const name of ["rank-1", "tpir@fpir=1e-1"])
      expect(pick(figures, name, "G1")).toMatchObject({ value: NaN, reason: "no probe has a mate in the gallery" });
  });

  it("one gallery alone has no mean", () => {
    expect(measured(drawCase(7, [9], 40, 64)).figures.some(({ gallery }) => gallery === "mean")).toBe(false);
  });

  it("InsightFace's with fewer scores than its threshold needs", () => {
    const { figures } = measured({ ...drawCase(8, [9], 40, 64), others: Float64Array.of(0.5) });
    const figure = pick(figures, "tpir@fpir=1e-1", "merged", "insightface");
    expect([figure.value, figure.reason]).toEqual([NaN, "too few non-mated scores"]);
  });
});
