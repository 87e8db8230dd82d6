import { describe, expect, test } from "vitest";
import { chooseBatch } from "../../../src/embed/batch-size.js";
import { openSession, type Session } from "../../../src/embed/session.js";
import { linearModel, tinyModel } from "../../onnx-models.js";
import { presetCard } from "../../../src/embed/presets.js";
import { scratch, smallCard } from "./scratch.js";

/** A session whose run of n images takes `cost(n)` ms by a clock of its own and gives `row(n)` for each. */
function pretend(
  cost: (count: number) => number,
  row: (count: number) => number[] = () => [1, 2],
  batch: number | null = null,
) {
  let time = 0;
  const sizes: number[] = [];
  const session = {
    provider: "cpu",
    plan: { batch },
    async run(_: Float32Array, count: number) {
      sizes.push(count);
      time += cost(count);
      const values = Float32Array.from(Array.from({ length: count }, () => row(count)).flat());
      return { count, dim: 2, values, quality: null };
    },
  } as unknown as Session;
  return { session, sizes, now: () => time };
}

const choose = ({ session, now }: ReturnType<typeof pretend>, rows = 10_000, asked: number | null = null) =>
  chooseBatch({ session, card: smallCard(), asked, rows, now });

describe("the batch", () => {
  test("grows while doubling it pays, and no further", async () => {
    // 8 ms a run and 1 ms an image: 9, 5, 3, 2, 1.5, 1.25, 1.125 ms an image, each at least 5 % better.
    expect(await choose(pretend((n) => 8 + n))).toMatchObject({ size: 64, padded: false });
    // 1 ms a run: 2, 1.5, 1.25, 1.125, then 1.0625 (+5.9 %), 1.031 and 1.016 (+3 %, +4.6 %: not enough).
    expect(await choose(pretend((n) => 1 + n))).toMatchObject({ size: 16 });
  });

  test("stays at 1 where more do not help, after two doublings", async () => {
    const made = pretend((n) => 10 * n);
    expect(await choose(made)).toMatchObject({ size: 1 });
    expect(Math.max(...made.sizes)).toBe(4);
  });

  test("is not tried beyond the images there are, nor for more than about two seconds", async () => {
    const few = pretend((n) => 8 + n);
    expect((await choose(few, 5)).size).toBe(4);
    const slow = pretend((n) => 900 + n);
    await choose(slow);
    expect(Math.max(...slow.sizes)).toBe(1);
  });

  test("is a constant, and padded, where rows depend on it", async () => {
    const choice = await choose(
      pretend(
        (n) => 8 + n,
        (n) => (n >= 4 ? [1, 2 + 2 ** -22] : [1, 2]),
      ),
    );
    expect(choice).toEqual({
      size: 8,
      padded: true,
      why: "embeddings depend on the batch (seen at 4), so it is always 8",
    });
  });

  test("is the model's where it is fixed, whatever was asked; else what was asked", async () => {
    expect(
      await choose(
        pretend(() => 1, undefined, 5),
        100,
        3,
      ),
    ).toMatchObject({ size: 5, padded: true });
    expect(
      await choose(
        pretend(() => 1),
        100,
        3,
      ),
    ).toMatchObject({ size: 3, padded: false });
  });

  test("stays below a size that the device can't hold", async () => {
    const made = pretend((n) => 8 + n);
    const run = made.session.run;
    const session = {
      ...made.session,
      run: (v: Float32Array, n: number) => (n > 4 ? Promise.reject(new Error("out of memory")) : run(v, n)),
    };
    expect((await choose({ ...made, session })).size).toBe(4);
  });

  test("does not change the bytes: unless padded, a real network on the CPU gives the same rows for 1, 2, 7 and 16", async () => {
    const { write } = scratch();
    const session = await openSession({
      model: write("m.onnx", tinyModel()),
      card: presetCard("magface"),
      provider: "cpu",
      threads: 2,
    });
    const { padded } = await chooseBatch({
      session,
      card: presetCard("magface"),
      asked: null,
      rows: 64,
      now: () => performance.now(),
    });
    if (padded) return;
    const size = 3 * 112 * 112;
    const inputs = Float32Array.from({ length: 16 * size }, (_, i) => ((i * 7919) % 256) / 255);
    const whole = (await session.run(inputs, 16)).values;
    for (const count of [1, 2, 7]) {
      for (let from = 0; from + count <= 16; from += count) {
        const part = await session.run(inputs.subarray(from * size, (from + count) * size), count);
        expect(part.values).toEqual(whole.subarray(from * 128, (from + count) * 128));
      }
    }
  });

  test("a fixed batch is filled up and cut again", async () => {
    const { write } = scratch();
    const session = await openSession({
      model: write("m.onnx", linearModel({ batch: 4 })),
      card: smallCard(),
      provider: "cpu",
      threads: 1,
    });
    expect(await chooseBatch({ session, card: smallCard(), asked: null, rows: 9, now: () => 0 })).toMatchObject({
      size: 4,
      padded: true,
    });
  });
});
