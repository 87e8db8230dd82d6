import { beforeAll, describe, expect, it } from "vitest";
import { samplePairs } from "../../src/evaluate/pair-sample.js";
import { seededRandom } from "../../src/math/random.js";
import type { PairSample } from "../../src/metrics/replicates.js";
import { blockPairs, genuineBit, templatesAt, type PairBlocks } from "../../src/score/pair-blocks.js";

/** Impostors that are taken one by one, the highest. */
const oneByOne = 32_000;
const templates = 300;
const subjectOf = Uint32Array.from({ length: templates }, (_, template) => template % 37);

interface Drawn {
  readonly blocks: PairBlocks;
  readonly scores: Float64Array;
  /** "score a b" of the pairs of each class in the order of the blocks, subjects by number. */
  readonly genuine: readonly Listed[];
  readonly impostor: readonly Listed[];
}
interface Listed {
  readonly score: number;
  readonly text: string;
}

/** @param ties how many values a score may have; 0 = all scores differ */
function drawList(same: number, other: number, ties: number): Drawn {
  const random = seededRandom(same + other);
  const pairs = same + other;
  const template = () => Uint32Array.from({ length: pairs }, () => random.below(templates));
  const genuine = Uint8Array.from({ length: pairs }, (_, i) => (i % Math.ceil(pairs / same) === 0 ? 1 : 0));
  const blocks = blockPairs([{ left: template(), right: template(), genuine }], templates);
  const scores = Float64Array.from({ length: pairs }, (_, i) =>
    ties > 0 ? random.below(ties) / ties : random.below(2 ** 20) / 2 ** 20 + i * 2 ** -45,
  );
  const listed: [Listed[], Listed[]] = [[], []];
  for (let block = 0; block + 1 < blocks.starts.length; block++) {
    for (let at = blocks.starts[block]; at < blocks.starts[block + 1]; at++) {
      const [a, b] = templatesAt(blocks, block, blocks.places[at]).map((one) => subjectOf[one]);
      listed[blocks.places[at] >= genuineBit ? 1 : 0].push({ score: scores[at], text: `${scores[at]} ${a} ${b}` });
    }
  }
  return { blocks, scores, genuine: listed[1], impostor: listed[0] };
}

const sampleOf = ({ blocks, scores, genuine, impostor }: Drawn, subjects: Uint32Array | null = subjectOf) => {
  const ascending = (list: readonly Listed[]) => Float64Array.from(list, ({ score }) => score).sort();
  return samplePairs(blocks, scores, { genuine: ascending(genuine), impostor: ascending(impostor) }, subjects);
};

type Class = { readonly a: Uint32Array; readonly b: Uint32Array; readonly score: Float64Array };
const texts = (side: PairSample["genuine"]): string[] => {
  const { a, b, score } = side as Class;
  return Array.from(score, (value, i) => `${value} ${a[i]} ${b[i]}`);
};
const isDescending = (values: Float64Array): boolean => values.every((value, i) => i === 0 || value <= values[i - 1]);

describe.each([
  ["all scores differ", 90, 99_000, 0],
  ["many scores are equal, those at the limit among them", 90, 66_000, 50],
  ["a few more than are taken one by one", 90, 32_010, 0],
  ["just more than twice as many", 40, 64_050, 0],
])("a sample of a long list: %s", (_, same, other, ties) => {
  let drawn: Drawn;
  let sample: PairSample;
  beforeAll(() => {
    drawn = drawList(same, other, ties);
    sample = sampleOf(drawn);
  });

  it("has every genuine pair with its subjects, highest first", () => {
    expect(texts(sample.genuine).sort()).toEqual(drawn.genuine.map(({ text }) => text).sort());
    expect(isDescending((sample.genuine as Class).score)).toBe(true);
  });

  it("has the highest impostors one by one", () => {
    const limit = drawn.impostor.map(({ score }) => score).sort((a, b) => b - a)[oneByOne - 1];
    const highest = drawn.impostor.filter(({ score }) => score >= limit);
    expect(texts(sample.impostor).slice(0, highest.length).sort()).toEqual(highest.map(({ text }) => text).sort());
    expect(sample.stands.slice(0, highest.length).every((stands) => stands === 1)).toBe(true);
  });

  it("has other impostors at even steps, which stand for all but less than one step", () => {
    const { score } = sample.impostor as Class;
    const impostors = drawn.impostor.length;
    const step = Math.max(...sample.stands);
    const limit = drawn.impostor.map((one) => one.score).sort((a, b) => b - a)[oneByOne - 1];
    const rest = drawn.impostor.filter((one) => one.score < limit);
    expect(
      texts(sample.impostor)
        .slice(score.length - Math.floor(rest.length / step))
        .sort(),
    ).toEqual(
      rest
        .filter((_, i) => (i + 1) % step === 0)
        .map(({ text }) => text)
        .sort(),
    );
    const sum = sample.stands.reduce((total, stands) => total + stands, 0);
    expect(sum).toBeLessThanOrEqual(impostors);
    expect(sum).toBeGreaterThan(impostors - step);
    expect(score.length).toBeLessThanOrEqual(Math.max(2 * oneByOne, impostors - rest.length + oneByOne));
    expect(isDescending(score)).toBe(true);
  });

  it("knows how many sampled impostors are above each genuine pair, equal ones counted or not", () => {
    const { score } = sample.impostor as Class;
    const own = (sample.genuine as Class).score;
    expect([...sample.above]).toEqual(Array.from(own, (value) => score.filter((other) => other >= value).length));
    expect([...sample.higher]).toEqual(Array.from(own, (value) => score.filter((other) => other > value).length));
    expect(sample.subjects).toBe(37);
  });
});

describe("a sample of a short list", () => {
  const drawn = drawList(30, 200, 16);

  it("is the whole list, each pair once", () => {
    const sample = sampleOf(drawn);
    expect(texts(sample.genuine).sort()).toEqual(drawn.genuine.map(({ text }) => text).sort());
    expect(texts(sample.impostor).sort()).toEqual(drawn.impostor.map(({ text }) => text).sort());
    expect([...sample.stands]).toEqual(drawn.impostor.map(() => 1));
  });

  it("knows no subjects where none are given", () => {
    const { genuine, impostor, subjects } = sampleOf(drawn, null);
    expect([subjects, ...new Set([genuine.a, genuine.b, impostor.a, impostor.b].flatMap((side) => [...side]))]).toEqual(
      [0, 0],
    );
  });
});
