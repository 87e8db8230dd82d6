import { describe, expect, it } from "vitest";
import { aged, drawIdentity, type Identity } from "../../src/synth/identity.js";
import { drawNames } from "../../src/synth/names.js";
import { drawNuisance, everyday } from "../../src/synth/nuisance.js";
import { openStream } from "../../src/synth/random.js";

/** The parameters as one row of numbers, moles left out: their number differs. */
const rowOf = (person: Identity): number[] => Object.values(person).filter((value) => typeof value === "number");

describe("streams", () => {
  it("gives equal draws for equal labels and others for labels that only look alike when joined", () => {
    const ten = (...label: (string | number)[]): number[] => {
      const draw = openStream(...label);
      return Array.from({ length: 10 }, () => draw.uniform());
    };
    expect(ten("a", 1, 2)).toEqual(ten("a", 1, 2));
    expect(ten("a", 1, 2)).not.toEqual(ten("a", 12));
    expect(ten("a", 12)).not.toEqual(ten("a1", 2));
  });

  it("is uniform and normal: mean and variance of 20,000 draws within five standard errors", () => {
    const draw = openStream("moments");
    const moments = (next: () => number): [number, number] => {
      const values = Array.from({ length: 20_000 }, next);
      const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
      return [mean, values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length];
    };
    const [uniformMean, uniformVariance] = moments(draw.uniform);
    expect(Math.abs(uniformMean - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / 20_000));
    expect(Math.abs(uniformVariance - 1 / 12)).toBeLessThan(0.003);
    const [normalMean, normalVariance] = moments(draw.normal);
    expect(Math.abs(normalMean)).toBeLessThan(5 * Math.sqrt(1 / 20_000));
    // Cut at 2.5: variance 1 - 2 * 2.5 * density(2.5) / P(|x| < 2.5) = 0.9113.
    expect(Math.abs(normalVariance - 0.9113)).toBeLessThan(0.05);
  });
});

describe("people", () => {
  it("draws any person alone: same number same person, and at least 40 parameters", () => {
    expect(drawIdentity("eval", 3, 17)).toEqual(drawIdentity("eval", 3, 17));
    expect(rowOf(drawIdentity("eval", 3, 17)).length).toBeGreaterThanOrEqual(40);
  });

  it("draws nobody twice in training, development and evaluation worlds, nor under two seeds", () => {
    const seen = new Set<string>();
    for (const world of ["train", "dev", "eval"] as const) {
      for (const seed of [1, 2]) for (let n = 0; n < 500; n++) seen.add(rowOf(drawIdentity(world, seed, n)).join());
    }
    expect(seen.size).toBe(3000);
  });

  it("keeps the nearest evaluation person as far from training people as these are from one another", () => {
    const people = (world: "train" | "eval"): number[][] =>
      Array.from({ length: 200 }, (_, n) => rowOf(drawIdentity(world, 1, n)));
    const [train, test] = [people("train"), people("eval")];
    const spread = train[0].map((_, k) => {
      const column = train.map((row) => row[k]);
      const mean = column.reduce((sum, x) => sum + x, 0) / column.length;
      return Math.sqrt(column.reduce((sum, x) => sum + (x - mean) ** 2, 0) / column.length) || 1;
    });
    const nearest = (row: number[], others: number[][]): number =>
      Math.min(
        ...others
          .filter((other) => other !== row)
          .map((other) => Math.hypot(...row.map((x, k) => (x - other[k]) / spread[k]))),
      );
    const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1];
    const between = median(test.map((row) => nearest(row, train)));
    const within = median(train.map((row) => nearest(row, train)));
    expect(between / within).toBeGreaterThan(0.95);
    expect(between / within).toBeLessThan(1.05);
  });

  it("drifts with age: zero years change nothing, thirty make more folds and grey hair and no other person", () => {
    const person = drawIdentity("eval", 3, 4);
    expect(aged(person, 0)).toEqual(person);
    const later = aged(person, 30);
    expect(later.wrinkles).toBeGreaterThan(person.wrinkles);
    expect(later.hairGrey).toBeGreaterThan(person.hairGrey);
    expect(later.eyeDistance).toBe(person.eyeDistance);
  });

  it("stays within the ranges asked for turn and years", () => {
    const range = { ...everyday, yaw: { least: 24, most: 42 }, years: { least: 30, most: 40 } };
    const moments = Array.from({ length: 300 }, (_, i) => drawNuisance(["x", i], range));
    for (const { yaw, years } of moments) {
      expect(Math.abs(yaw)).toBeGreaterThanOrEqual(24);
      expect(Math.abs(yaw)).toBeLessThanOrEqual(42);
      expect(years).toBeGreaterThanOrEqual(30);
      expect(years).toBeLessThanOrEqual(40);
    }
    expect(moments.some(({ yaw }) => yaw > 0) && moments.some(({ yaw }) => yaw < 0)).toBe(true);
  });

  it("names 6,000 people differently, and the first hundred alike in a shorter list", () => {
    const names = drawNames(5, 6000);
    expect(new Set(names).size).toBe(6000);
    expect(drawNames(5, 100)).toEqual(names.slice(0, 100));
    expect(names.every((name) => /^[A-Z][a-z]+_[A-Z][a-z]+$/.test(name))).toBe(true);
  });
});
