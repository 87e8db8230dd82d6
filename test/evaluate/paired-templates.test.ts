import { describe, expect, it } from "vitest";
import { pairedDifferences } from "../../src/evaluate/paired-comparison.js";
import { pairedTemplates, samplePaired, type TemplateScores } from "../../src/evaluate/paired-templates.js";
import { seededRandom } from "../../src/math/random.js";
import { pairedReplicates } from "../../src/metrics/paired-replicates.js";
import { naiveAuc, naiveEer, naiveTar } from "../oracle/curves.js";

const fars = [0.1, 0.02];

/** Scores of a list; models agree on most of what makes a pair hard. */
function draw(same: number, other: number, noises: readonly number[]) {
  const random = seededRandom(same + other);
  const genuine = Uint8Array.from({ length: same + other }, (_, i) =>
    i % Math.ceil((same + other) / same) === 0 ? 1 : 0,
  );
  const hard = Float64Array.from(genuine, () => random.below(1000) / 1000);
  const scores = noises.map((noise) =>
    Float64Array.from(genuine, (one, i) => one * 0.9 + hard[i] + (noise * random.below(2 ** 20)) / 2 ** 20),
  );
  return { genuine, scores };
}

function measured(genuine: Uint8Array, scores: Float64Array): TemplateScores {
  const data = { scores: [...scores], genuine: [...genuine] };
  const same = data.genuine.filter((one) => one === 1).length;
  const points = fars.map((far) => {
    const { genuine: accepted, threshold } = naiveTar(data, Math.floor(far * (genuine.length - same) + 1e-9));
    return { tar: accepted / same, threshold };
  });
  return { scores, auc: naiveAuc(data), eer: naiveEer(data), points };
}

describe("a short list", () => {
  const { genuine, scores } = draw(30, 210, [0.3, 0.8]);
  const models = scores.map((one) => measured(genuine, one));

  it("is drawn whole: replicates of all models are figures of the same drawn pairs", () => {
    const same = Uint32Array.from(genuine, (_, i) => i).filter((i) => genuine[i] === 1);
    const sample = samplePaired(genuine, same, models);
    expect([...sample.stands]).toEqual(new Array(genuine.length - same.length).fill(1));
    // One model twice, and its scores turned by a rising function: the same replicate must give the same figures.
    const turned = samplePaired(genuine, same, [models[0], { scores: scores[0].map((one) => Math.exp(3 * one)) }]);
    for (const [a, b] of pairedReplicates(turned, fars, 30, 5)) expect(a).toEqual(b);
    const alone = pairedReplicates(samplePaired(genuine, same, [models[1]]), fars, 30, 5);
    expect(pairedReplicates(sample, fars, 30, 5).map(([, b]) => b)).toEqual(alone.map(([b]) => b));
  });

  it("gives differences of the results' figures and McNemar's counts at either's threshold", () => {
    const figures = pairedTemplates(genuine, models, { fars, bootstrap: 50, seed: 3 });
    expect(figures.map(({ name }) => name)).toEqual(["tar@far=1e-1", "tar@far=2e-2", "auc", "eer"]);
    const [tar, , auc] = pairedDifferences(figures, 2);
    expect(auc.difference).toBe(models[1].auc - models[0].auc);
    const accepts = (m: number, i: number): boolean => scores[m][i] > models[m].points[0].threshold;
    const only = (m: number): number =>
      Array.from(genuine).filter((one, i) => one === 1 && accepts(m, i) && !accepts(1 - m, i)).length;
    expect(tar.mcnemar).toMatchObject({ pairs: 30, onlyModel: only(1), onlyAgainst: only(0) });
    expect(tar.difference).toBeCloseTo((only(1) - only(0)) / 30, 12);
  });

  it("leaves out what one model's result has no value of", () => {
    const figures = pairedTemplates(genuine, [models[0], { ...models[1], auc: NaN }], { fars, bootstrap: 0, seed: 3 });
    expect(figures.map(({ name }) => name)).toEqual(["tar@far=1e-1", "tar@far=2e-2", "eer"]);
  });
});

describe("a long list", () => {
  const { genuine, scores } = draw(400, 90_000, [0.3, 0.6]);
  const same = Uint32Array.from(genuine, (_, i) => i).filter((i) => genuine[i] === 1);
  const sample = samplePaired(
    genuine,
    same,
    scores.map((one) => ({ scores: one })),
  );

  it("has the highest impostors of either model one by one, and of the rest some that stand for all", () => {
    const impostors = Array.from(genuine, (_, i) => i).filter((i) => genuine[i] === 0);
    const cuts = scores.map((one) => impostors.map((i) => one[i]).sort((a, b) => b - a)[31_999]);
    const high = impostors.filter((i) => scores.some((one, m) => one[i] >= cuts[m]));
    expect(sample.stands.filter((stands) => stands === 1).length).toBe(high.length);
    const sum = sample.stands.reduce((total, one) => total + one, 0);
    expect(sum).toBeLessThanOrEqual(impostors.length);
    expect(sum).toBeGreaterThan(impostors.length - Math.max(...sample.stands));
    for (const [m, { impostorOrder, genuineOrder }] of sample.models.entries()) {
      expect(new Set(impostorOrder).size).toBe(sample.stands.length);
      const ranked = Array.from(genuineOrder, (i) => scores[m][same[i]]);
      expect(ranked).toEqual([...ranked].sort((a, b) => b - a));
    }
  });

  it("has replicates around the figures of all pairs, also where FARs lie among those that stand for others", () => {
    const all = { fars: [0.6], bootstrap: 60, seed: 1 };
    const point = { tar: 0.75, threshold: 0 };
    const models = scores.map((one) => ({ scores: one, auc: 0.5, eer: 0.5, points: [point] }));
    const [tar, auc] = pairedTemplates(genuine, models, all);
    const mean = (values: Float64Array): number => values.reduce((sum, one) => sum + one, 0) / values.length;
    expect(mean(tar.drawn[0])).toBeCloseTo(0.75, 1);
    expect(mean(auc.drawn[1])).toBeCloseTo(0.5, 2);
  });
});
