// How often does check call an equally good model worse? Stated: in 2.5 % of checks at 0.95, and better in 2.5 %.
//   npm run bench -- false-alarms [REPLICAS] [RESULTS_A RESULTS_B]
// Three worlds in which neither model is better, 200 replicas each:
// - two models drawn from one distribution on people and pictures drawn anew: who is who and what is hard is shared, each
//   model's own errors hang on people, on pictures, or on both;
// - two real runs on the same pairs (folders with pairs.csv), the two scores of each pair swapped by the toss of a coin;
// - one model on people drawn anew, as if baseline and result were of other data, which --anyway allows.
// Each is judged by the paired bootstrap, and by the baseline's intervals as where its scores are lost.
import { join } from "node:path";
import { evaluateVerification, readPairRows } from "#product/index.js";
import type { CheckedFigure } from "#product/evaluate/figure-choice.js";
import { defaultTolerances, failedOutcomes } from "#product/evaluate/figure-verdict.js";
import { judgeResults } from "#product/evaluate/regression.js";
import type { PairedScores } from "#product/evaluate/simultaneous-differences.js";
import { probit } from "#product/math/normal.js";
import { seededRandom } from "#product/math/random.js";

const replicas = Number(process.argv[2] ?? 200);
const random = seededRandom(11);
const uniform = (): number => (random.below(2 ** 20) + 0.5) / 2 ** 20;
const normal = (): number => probit(uniform());
const fars = [1e-2, 1e-3];

interface World {
  readonly before: Float64Array;
  readonly after: Float64Array;
  readonly genuine: Uint8Array;
  readonly fold: Uint16Array;
  readonly left: readonly string[];
  readonly right: readonly string[];
}

/** Figures and Wilson or bootstrap intervals as a run writes them, from embeddings in the plane that have these cosines. */
function figuresOf(scores: Float64Array, { genuine, fold, left, right }: World) {
  const count = scores.length;
  const values = new Float32Array(4 * count);
  scores.forEach((cosine, pair) => values.set([1, 0, cosine, Math.sqrt(Math.max(0, 1 - cosine * cosine))], 4 * pair));
  const rows = (side: number) => Uint32Array.from(scores, (_, pair) => 2 * pair + side);
  const input = {
    ...{ embeddings: { count: 2 * count, dim: 2, values }, left: rows(0), right: rows(1), genuine, fold },
    ...{ subjects: left.flatMap((name, pair) => [name, right[pair]]), name: String },
  };
  return evaluateVerification(input, { conventions: ["exact"], fars, bootstrap: null, seed: 1 }).figures;
}

/** Whether something is worse, and whether something is better. */
function judge(world: World, paired: boolean, seed: number): readonly [worse: boolean, better: boolean] {
  const [before, after] = [world.before, world.after].map((scores) => figuresOf(scores, world));
  const figures = before.map((figure, at): CheckedFigure => {
    const { name, convention } = figure;
    return { name, convention, options: "", label: name, words: [convention], before: figure, after: after[at] };
  });
  const numbers = new Map([...new Set(world.left)].map((name, number) => [name, number]));
  const subjects = { of: Uint32Array.from(world.left, (name) => numbers.get(name)!), count: numbers.size };
  const pairs: PairedScores | null = paired ? { ...world, subjects } : null;
  const [verdicts] = judgeResults([{ figures, pairs }], defaultTolerances, { replicates: 500, seed });
  const has = (test: (outcome: string) => boolean): boolean => verdicts.some(({ outcome }) => test(outcome));
  return [
    has((outcome) => (failedOutcomes as readonly string[]).includes(outcome)),
    has((outcome) => outcome === "better"),
  ];
}

const [people, pictures, perClass, dim] = [300, 4, 1000, 24];
type Vector = Float64Array;
const vector = (): Vector => Float64Array.from({ length: dim }, normal);
const sum = (parts: readonly (readonly [number, Vector])[]): Vector => {
  const whole = new Float64Array(dim);
  for (const [times, part] of parts) part.forEach((value, i) => void (whole[i] += times * value));
  const length = Math.hypot(...whole);
  return whole.map((value) => value / length);
};

/** Two equally good models on new people. @param own errors of a model of its own on people and on pictures */
function drawnModels(own: { people: number; pictures: number }): World {
  const crowd = Array.from({ length: people }, () => {
    const [face, errors] = [vector(), [vector(), vector()]];
    return Array.from({ length: pictures }, () => {
      const [hard, look] = [0.5 + 1.1 * uniform(), vector()];
      return errors.map((error) =>
        sum([
          [1, face],
          [own.people, error],
          [0.8 * hard, look],
          [own.pictures * hard, vector()],
        ]),
      );
    });
  });
  const other = (count: number, not: number): number => (not + 1 + random.below(count - 1)) % count;
  const list = Array.from({ length: 2 * perClass }, (_, i) => {
    const [person, picture] = [random.below(people), random.below(pictures)];
    const impostor = i % 2 === 1;
    return {
      person,
      picture,
      impostor,
      of: impostor ? other(people, person) : person,
      shot: impostor ? random.below(pictures) : other(pictures, picture),
    };
  });
  const scores = (model: number): Float64Array =>
    Float64Array.from(list, ({ person, picture, of, shot }) =>
      crowd[person][picture][model].reduce((total, value, i) => total + value * crowd[of][shot][model][i], 0),
    );
  return {
    ...{ before: scores(0), after: scores(1), genuine: Uint8Array.from(list, ({ impostor }) => (impostor ? 0 : 1)) },
    fold: Uint16Array.from(list, (_, i) => Math.floor((10 * i) / list.length)),
    ...{ left: list.map(({ person }) => `p${person}`), right: list.map(({ of }) => `p${of}`) },
  };
}

async function swapped(folders: readonly string[]): Promise<() => World> {
  const [one, other] = await Promise.all(folders.map((folder) => readPairRows(join(folder, "pairs.csv"))));
  return () => {
    const tosses = one.map(() => random.below(2) === 1);
    return {
      before: Float64Array.from(one, ({ score }, i) => (tosses[i] ? other[i].score : score)),
      after: Float64Array.from(one, ({ score }, i) => (tosses[i] ? score : other[i].score)),
      ...{
        genuine: Uint8Array.from(one, ({ genuine }) => Number(genuine)),
        fold: Uint16Array.from(one, ({ fold }) => fold),
      },
      ...{ left: one.map(({ leftSubject }) => leftSubject!), right: one.map(({ rightSubject }) => rightSubject!) },
    };
  };
}

const share = (count: number): string => `${((100 * count) / replicas).toFixed(1)} %`.padStart(7);

function count(what: string, draw: () => World, ways: readonly ("paired" | "interval")[]): void {
  const found = ways.map(() => [0, 0]);
  for (let replica = 0; replica < replicas; replica++) {
    const world = draw();
    ways.forEach((way, at) =>
      judge(world, way === "paired", replica).forEach((is, side) => void (found[at][side] += Number(is))),
    );
  }
  ways.forEach((way, at) =>
    console.log(`${what.padEnd(52)} ${way.padEnd(9)} worse ${share(found[at][0])}  better ${share(found[at][1])}`),
  );
}

console.log(
  `${replicas} replicas; 2.5 % stated for each side; the chance of so many replicas alone is +- ${(100 * Math.sqrt((0.025 * 0.975) / replicas)).toFixed(1)} %`,
);
const both = ["paired", "interval"] as const;
count("models that err on people and pictures", () => drawnModels({ people: 0.3, pictures: 0.4 }), both);
count("models that err on pictures", () => drawnModels({ people: 0, pictures: 0.4 }), both);
count("models that err on people", () => drawnModels({ people: 0.3, pictures: 0 }), both);
const other = () => {
  const [one, two] = [drawnModels({ people: 0.3, pictures: 0.4 }), drawnModels({ people: 0.3, pictures: 0.4 })];
  return { ...one, after: two.before };
};
count("one model on other people (unlike data)", other, ["interval"]);
if (process.argv.length > 4)
  count("two runs, the scores of each pair swapped by chance", await swapped(process.argv.slice(3, 5)), both);
