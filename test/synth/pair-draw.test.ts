import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawPairs } from "../../src/synth/pair-draw.js";
import { naturalDegradation } from "../../src/synth/plan.js";
import { openStream } from "../../src/synth/random.js";

describe("drawPairs", () => {
  it("gives exact counts without repeats and nobody in two folds, or refuses for lack of room", () => {
    fc.assert(
      fc.property(
        fc.nat(1000),
        fc.integer({ min: 4, max: 40 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 12 }),
        (seed, people, folds, wanted) => {
          const pictures = [1, 2, 3, 4];
          const draw = () =>
            drawPairs(openStream("test", seed), { people, folds, pairsPerKind: wanted }, pictures, pictures);
          const smallest = Math.floor(people / folds);
          if (wanted > 0.9 * Math.min(smallest * 6, 8 * smallest * (smallest - 1))) {
            expect(draw).toThrow(/expected room/);
            return;
          }
          const foldOf = new Map<number, number>();
          draw().forEach(({ same, different }, fold) => {
            expect([same.length, different.length]).toEqual([wanted, wanted]);
            const keys = [...same, ...different].map(({ left, i, right, j }) =>
              [`${left}.${i}`, `${right}.${j}`].sort().join(),
            );
            expect(new Set(keys).size).toBe(2 * wanted);
            expect(same.every(({ left, i, right, j }) => left === right && i !== j)).toBe(true);
            expect(different.every(({ left, right }) => left !== right)).toBe(true);
            for (const { left, right } of [...same, ...different]) {
              for (const person of [left, right]) {
                expect(foldOf.get(person) ?? fold).toBe(fold);
                foldOf.set(person, fold);
              }
            }
          });
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("naturalDegradation", () => {
  const grades = (difficulty: number): number[] => {
    const draw = openStream("natural-test", difficulty);
    return Array.from({ length: 4000 }, () => naturalDegradation(draw, difficulty).grade);
  };

  it("is none at difficulty 0, and at 1 mostly mild with a tail of 12 in 100", () => {
    expect(new Set(grades(0))).toEqual(new Set([0]));
    const usual = grades(1);
    const tail = usual.filter((grade) => grade > 0.45).length / usual.length;
    expect(Math.abs(tail - 0.12)).toBeLessThan(0.025);
    expect(usual.every((grade) => grade >= 0 && grade <= 1)).toBe(true);
    expect(usual.filter((grade) => grade === 0).length / usual.length).toBeGreaterThan(0.1);
  });

  it("rises with the difficulty", () => {
    const means = [0, 0.5, 1, 2].map((difficulty) => grades(difficulty).reduce((sum, x) => sum + x, 0) / 4000);
    expect(means).toEqual([...means].sort((a, b) => a - b));
  });
});
