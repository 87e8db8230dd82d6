import { describe, expect, it } from "vitest";
import { pairedDifferences, verdictOf } from "../../src/evaluate/paired-comparison.js";
import { foldDecisions, pairedVerification, type PairedVerification } from "../../src/evaluate/paired-verification.js";
import { seededRandom } from "../../src/math/random.js";
import { naiveAuc, naiveEer, naiveTar } from "../oracle/curves.js";
import { naiveFold, naiveMidpoints } from "../oracle/folds.js";
import { naiveSignTest } from "../oracle/multiple-tests.js";

const [pairs, people, replicates, seed] = [120, 12, 40, 7];
const fars = [0.1, 0.02];

/** Pairs of a few people; the second model is a little worse than the first, scores in 64ths so that some are equal. */
function draw(withSubjects: boolean): PairedVerification {
  const random = seededRandom(11);
  const genuine = Uint8Array.from({ length: pairs }, (_, i) => (i % 2 === 0 ? 1 : 0));
  const left = Uint32Array.from(genuine, () => random.below(people));
  const right = left.map((one, i) => (genuine[i] === 1 ? one : (one + 1 + random.below(people - 1)) % people));
  const fold = Uint16Array.from(genuine, (_, i) => i % 4);
  const models = [20, 34].map((noise) => {
    const score = Float64Array.from(genuine, (one) => (30 * one + random.below(noise) + random.below(noise)) / 64);
    return {
      score,
      right: foldDecisions(
        score.map((one) => 4 - one),
        genuine,
        fold,
      ),
      thresholds: fars.map(() => 0.6),
    };
  });
  return { genuine, fold, subjects: withSubjects ? { left, right, count: people } : null, models };
}

/** The list as a replicate has it: each pair as often as it was drawn, by the same draws one by one. */
function drawnLists({ genuine, subjects }: PairedVerification): number[][] {
  const random = seededRandom(seed);
  const places = Array.from(genuine, (_, i) => i);
  const byClass = [0, 1].map((label) => places.filter((i) => genuine[i] === label));
  return Array.from({ length: replicates }, () => {
    if (subjects === null)
      return byClass.flatMap((members) => members.map(() => members[random.below(members.length)]));
    const times = new Array<number>(people).fill(0);
    for (let n = 0; n < people; n++) times[random.below(people)]++;
    return places.flatMap((i) => {
      const [a, b] = [subjects.left[i], subjects.right[i]];
      return new Array<number>(a === b ? times[a] : times[a] * times[b]).fill(i);
    });
  });
}

function naiveFigures({ genuine, models }: PairedVerification, m: number, list: readonly number[]): number[] {
  const { score, right } = models[m];
  const data = { scores: list.map((i) => score[i]), genuine: list.map((i) => genuine[i]) };
  const same = data.genuine.filter((one) => one === 1).length;
  const tars = fars.map((far) => naiveTar(data, Math.floor(far * (list.length - same) + 1e-9)).genuine / same);
  return [list.filter((i) => right![i] === 1).length / list.length, naiveAuc(data), naiveEer(data), ...tars];
}

describe.each([
  ["people are drawn where they are known", true],
  ["pairs of either class are drawn where they are not", false],
])("two models on one list: %s", (_, withSubjects) => {
  const input = draw(withSubjects);
  const found = pairedVerification(input, { fars, bootstrap: replicates, seed });

  it("figures in every replicate are those of the drawn list, the same list for both", () => {
    expect(found.map(({ name }) => name)).toEqual(["accuracy", "auc", "eer", "tar@far=1e-1", "tar@far=2e-2"]);
    drawnLists(input).forEach((list, r) => {
      for (const m of [0, 1])
        naiveFigures(input, m, list).forEach((value, f) => expect(found[f].drawn[m][r]).toBeCloseTo(value, 10));
    });
  });

  it("figures of the whole list are those counted naively", () => {
    const all = Array.from({ length: pairs }, (_, i) => i);
    for (const m of [0, 1])
      naiveFigures(input, m, all).forEach((value, f) => expect(found[f].values[m]).toBeCloseTo(value, 10));
  });

  it("McNemar's counts are those of pairs counted one by one at either's threshold", () => {
    const differences = pairedDifferences(found, 2);
    const { genuine, models } = input;
    const accepts = (m: number, i: number): boolean => models[m].score[i] > 0.6;
    const only = (m: number): number =>
      Array.from(genuine).filter((one, i) => one === 1 && accepts(m, i) && !accepts(1 - m, i)).length;
    const { mcnemar, p, bootstrapP } = differences[3];
    const counts = { among: "genuine pairs", pairs: pairs / 2, onlyModel: only(1), onlyAgainst: only(0) };
    expect(mcnemar).toMatchObject(counts);
    expect(mcnemar!.p).toBeCloseTo(naiveSignTest(only(0), only(1)), 12);
    expect(p).toBe(Math.max(mcnemar!.p, bootstrapP!));
    const right = (m: number): number => models[m].right!.reduce((sum, one) => sum + one, 0);
    const { onlyModel, onlyAgainst, pairs: all } = differences[0].mcnemar!;
    expect([onlyModel - onlyAgainst, all]).toEqual([right(1) - right(0), pairs]);
    expect(differences[0].difference).toBeCloseTo((right(1) - right(0)) / pairs, 12);
  });

  it("the other way round only signs change; a model against itself differs nowhere", () => {
    const turned = { ...input, models: [input.models[1], input.models[0], input.models[1]] };
    const figures = pairedVerification(turned, { fars, bootstrap: replicates, seed });
    const once = pairedDifferences(found, 2);
    const again = pairedDifferences(figures, 3);
    for (const one of once) {
      const [back, itself] = again.filter(({ name, against }) => name === one.name && against === 0);
      expect(back.difference).toBe(-one.difference);
      expect([back.p, back.bootstrapP]).toEqual([one.p, one.bootstrapP]);
      back.interval!.forEach((end, i) => expect(end).toBeCloseTo(-one.interval![1 - i], 12));
      expect(itself).toMatchObject({ difference: 0, interval: [0, 0], p: 1 });
    }
  });
});

it("decisions of folds are those of thresholds tried one by one", () => {
  const { genuine, fold, models } = draw(false);
  const distance = models[1].score.map((one) => 4 - one);
  const found = foldDecisions(distance, genuine, fold)!;
  for (let k = 0; k < 4; k++) {
    const inFold = Array.from(fold, (one) => one === k);
    const { threshold } = naiveFold([...distance], [...genuine], inFold, naiveMidpoints);
    for (const [i, here] of inFold.entries())
      if (here) expect(found[i]).toBe(distance[i] < threshold === (genuine[i] === 1) ? 1 : 0);
  }
  expect(foldDecisions(distance.slice(0, 3), genuine.slice(0, 3), Uint16Array.of(0, 0, 1))).toBeNull();
});

describe("what can't be measured is left out", () => {
  const { genuine, models, ...rest } = draw(false);
  const names = (input: PairedVerification, rates = fars): string[] =>
    pairedVerification(input, { fars: rates, bootstrap: 0, seed }).map(({ name }) => name);

  it("accuracy where a model has none, a FAR below one impostor, all but accuracy without impostors", () => {
    const without = { ...rest, genuine, models: [models[0], { ...models[1], right: null }] };
    expect(names(without)).toEqual(["auc", "eer", "tar@far=1e-1", "tar@far=2e-2"]);
    expect(names({ ...rest, genuine, models }, [0.01])).toEqual(["accuracy", "auc", "eer"]);
    expect(names({ ...rest, genuine: genuine.map(() => 1), models })).toEqual(["accuracy"]);
  });

  it("without replicates McNemar's p alone counts, and AUC has none", () => {
    const figures = pairedVerification({ ...rest, genuine, models }, { fars, bootstrap: 0, seed });
    const [accuracy, auc] = pairedDifferences(figures, 2);
    expect(accuracy.p).toBe(accuracy.mcnemar!.p);
    expect([auc.p, auc.interval]).toEqual([NaN, undefined]);
  });
});

it("a verdict needs a corrected p of at most the level, and knows that less is better for errors", () => {
  const verdict = (name: string, difference: number, p: number) => verdictOf(name, difference, p, 0.05);
  expect([verdict("auc", 0.1, 0.05), verdict("auc", -0.1, 0.05), verdict("auc", 0.1, 0.051)]).toEqual([
    ...["better", "worse", "open"],
  ]);
  expect([verdict("eer", 0.1, 0.01), verdict("pauc@fmr=1e-2,to=0.2", -0.1, 0.01)]).toEqual(["worse", "better"]);
  expect([verdict("mean-norm", 5, 0.01), verdict("tar@far=1e-3", 0, 0.01)]).toEqual([null, "open"]);
});
