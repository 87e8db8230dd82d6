import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cutNetwork } from "../../src/embed/cut-network.js";
import { openSession } from "../../src/embed/session.js";
import { drawMasks, dropOut } from "../../src/quality/dropout.js";
import { robustness } from "../../src/quality/ser-fiq.js";
import { scratch, smallCard } from "../embed/model/scratch.js";
import { expected, fixtureModel, type SerFiqCase } from "./ser-fiq-fixture.js";

const card = smallCard({ width: 8, height: 8, scale: 255 });
const cases = expected.cases.map((each, i) => [i, each] as const);

/** Greatest difference of two lists. */
const apart = (a: ArrayLike<number>, b: readonly number[]): number => {
  expect(a).toHaveLength(b.length);
  return b.reduce((worst, value, i) => Math.max(worst, Math.abs(a[i] - value)), 0);
};

/** Bits as the product keeps them: 32 a word, the lowest first. */
function packed(rows: readonly string[]): Int32Array {
  const words = rows.flatMap((row) =>
    [...row.matchAll(/.{1,32}/g)].map(([bits]) => [...bits].reduce((word, bit, b) => word | (Number(bit) << b), 0)),
  );
  return Int32Array.from(words);
}

const dropRows = ({ hidden, dropped, drop }: SerFiqCase): Float32Array =>
  dropOut(Float32Array.from(hidden), packed(dropped), { passes: dropped.length, drop });

/** 16 bytes that differ for each image. */
const seeds = (i: number): Uint8Array =>
  Uint8Array.from({ length: 16 }, (_, k) => (i * 37 + k * 101 + i * k + 1) & 255);

describe.each(cases)("case %i of the numpy fixture", (_, each) => {
  const passes = each.dropped.length;

  test("what is dropped is 0 and what stays is scaled, to the bit", () => {
    const rows = dropRows(each);
    each.dropped.forEach((row, pass) =>
      [...row].forEach((bit, i) => {
        const kept = Math.fround(Math.fround(each.hidden[i]) / (1 - each.drop));
        expect(rows[pass * row.length + i]).toBe(bit === "1" ? 0 : kept);
      }),
    );
  });

  test("the number follows from the embeddings, within 1e-14", () => {
    expect(robustness(Float64Array.from(each.embeddings.flat()), passes)).toBeCloseTo(each.quality, 14);
  });

  test("the model's own end makes the embeddings and the number, within float32's 2e-5 and 1e-6", async () => {
    const { write } = scratch();
    const model = write("m.onnx", fixtureModel());
    const cut = cutNetwork(model, card, null);
    const tail = await cut.openTail("cpu", 1);
    const embeddings = await tail.run(dropRows(each), passes);
    await tail.close();
    expect([cut.layer, cut.tensor]).toEqual(["raw", "hidden"]);
    expect(apart(embeddings, each.embeddings.flat())).toBeLessThan(2e-5);
    expect(Math.abs(robustness(embeddings, passes) - each.quality)).toBeLessThan(1e-6);
  });

  test("the network gives what goes into the layer, within 2e-6", async () => {
    const { write } = scratch();
    const session = await openSession({
      model: write("m.onnx", fixtureModel()),
      card,
      provider: "cpu",
      threads: 1,
      inner: "hidden",
    });
    const planes = Float32Array.from(
      { length: 192 },
      (_, at) => each.pixels[(at % 64) * 3 + Math.floor(at / 64)] / 255,
    );
    const { values, dim } = await session.run(planes, 1);
    await session.close();
    expect(dim).toBe(40);
    expect(apart(values, each.hidden)).toBeLessThan(2e-6);
  });

  test("drawn masks give numpy's distribution: mean within 4 standard errors, deviation within a fifth", async () => {
    const { write } = scratch();
    const tail = await cutNetwork(write("m.onnx", fixtureModel()), card, null).openTail("cpu", 1);
    const plan = { passes: each.draws.passes, drop: each.drop };
    const hidden = Float32Array.from(each.hidden);
    const images = 400;
    const numbers: number[] = [];
    for (let i = 0; i < images; i++) {
      const rows = dropOut(hidden, drawMasks(seeds(i), hidden.length, plan), plan);
      numbers.push(robustness(await tail.run(rows, plan.passes), plan.passes));
    }
    await tail.close();
    const mean = numbers.reduce((sum, value) => sum + value) / images;
    const deviation = Math.sqrt(numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (images - 1));
    const error = each.draws.deviation / Math.sqrt(images);
    expect(Math.abs(mean - each.draws.mean)).toBeLessThan(4 * error);
    expect(deviation / each.draws.deviation).toBeGreaterThan(0.8);
    expect(deviation / each.draws.deviation).toBeLessThan(1.25);
  });
});

describe("masks", () => {
  const share = (masks: Int32Array, length: number, passes: number) => {
    const dropped = dropOut(new Float32Array(length).fill(1), masks, { passes, drop: 0.5 });
    return dropped.filter((value) => value === 0).length / (length * passes);
  };

  test.each([0.5, 0.25, 0.3, 1 / 65536, 1 - 1 / 65536, 0.9])("drop a share of %d, within 5 standard errors", (drop) => {
    const [length, passes] = [5000, 100];
    const drawn = share(drawMasks(seeds(3), length, { passes, drop }), length, passes);
    expect(Math.abs(drawn - drop)).toBeLessThan(5 * Math.sqrt((drop * (1 - drop)) / (length * passes)) + 1 / 65536);
  });

  test("of two passes, two values and two images have nothing in common: agreement is a half, within 5 standard errors", () => {
    const plan = { passes: 400, drop: 0.5 };
    const bits = (seed: number) => dropOut(new Float32Array(64).fill(1), drawMasks(seeds(seed), 64, plan), plan);
    const [one, other] = [bits(1), bits(2)];
    const agreement = (a: Float32Array, b: Float32Array) =>
      a.reduce((sum, value, i) => sum + Number((value === 0) === (b[i] === 0)), 0) / a.length;
    const bound = (count: number) => 5 * Math.sqrt(0.25 / count);
    const columns = one.filter((_, i) => i % 64 !== 63);
    const right = one.filter((_, i) => i % 64 !== 0);
    expect(Math.abs(agreement(one, other) - 0.5)).toBeLessThan(bound(one.length));
    expect(Math.abs(agreement(columns, right) - 0.5)).toBeLessThan(bound(columns.length));
    expect(Math.abs(agreement(one.subarray(0, -64), one.subarray(64)) - 0.5)).toBeLessThan(bound(one.length - 64));
  });

  test("depend on the seed alone", () => {
    const plan = { passes: 3, drop: 0.3 };
    expect(drawMasks(seeds(5), 50, plan)).toEqual(drawMasks(seeds(5), 50, plan));
    expect(drawMasks(seeds(5), 50, plan)).not.toEqual(drawMasks(seeds(6), 50, plan));
  });

  test("fewer passes are the first of more", () => {
    const many = drawMasks(seeds(5), 70, { passes: 9, drop: 0.5 });
    expect(drawMasks(seeds(5), 70, { passes: 4, drop: 0.5 })).toEqual(many.subarray(0, 4 * 3));
  });
});

describe("robustness", () => {
  const vectors = fc.array(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 4, maxLength: 4 }), {
    minLength: 2,
    maxLength: 12,
  });

  test("is 1 where nothing moves and 0.238 where two are opposite", () => {
    expect(robustness(Float64Array.from([3, 4, 3, 4, 3, 4]), 3)).toBe(1);
    expect(robustness(Float64Array.from([3, 4, -6, -8]), 2)).toBeCloseTo(2 / (1 + Math.exp(2)), 15);
  });

  test("is a number where embeddings differ by their last bits only", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 }), (row) => {
        const near = row.map((value, i) => value * (1 + (i % 2) * Number.EPSILON));
        expect(robustness(Float64Array.from([...row, ...near]), 2)).toBeCloseTo(1, 7);
      }),
    );
  });

  test("equals the definition by pairs, lengths play no part, order neither, within 1e-7", () => {
    fc.assert(
      fc.property(vectors, fc.integer({ min: 1, max: 9 }), (rows, scale) => {
        const unit = rows.map((row) => row.map((value) => value / (Math.hypot(...row) || 1)));
        const distances = unit.flatMap((a, i) =>
          unit.slice(0, i).map((b) => Math.hypot(...a.map((value, j) => value - b[j]))),
        );
        const byHand = 2 / (1 + Math.exp(distances.reduce((sum, value) => sum + value) / distances.length));
        const scaled = rows.toReversed().flatMap((row) => row.map((value) => value * scale));
        expect(robustness(Float64Array.from(rows.flat()), rows.length)).toBeCloseTo(byHand, 7);
        expect(robustness(Float64Array.from(scaled), rows.length)).toBeCloseTo(byHand, 7);
      }),
    );
  });
});
