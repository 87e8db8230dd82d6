import { expect, it } from "vitest";
import { classRanks, findDisagreements } from "../../src/evaluate/disagreements.js";

const floats = (...values: number[]): Float64Array => Float64Array.from(values);
// Genuine pairs at even places.
const genuine = Uint8Array.of(1, 0, 1, 0, 1, 0, 1, 0);
const model = floats(0.9, 0.1, 0.8, 0.2, 0.7, 0.3, 0.6, 0.4);
const against = floats(9, 2, 7, 2, 8, 8, 6, 1);

it("a rank is the share of the pairs of its class that score lower, equal ones not counted", () => {
  expect([...classRanks(model, genuine)]).toEqual([0.75, 0, 0.5, 0.25, 0.25, 0.5, 0, 0.75]);
  expect([...classRanks(against, genuine)]).toEqual([0.75, 0.25, 0.25, 0.25, 0.5, 0.75, 0, 0]);
});

it("lists pairs by difference of rank, and those that one decides rightly and the other wrongly", () => {
  const thresholds = { model: 0.65, against: 7.5 };
  const found = findDisagreements({ genuine, model, against, thresholds }, 3);
  // Differences: 7 by 0.75; 1, 2, 4, 5 by 0.25, the first places first.
  expect([...found.byRank]).toEqual([7, 1, 2]);
  // Accepted by the model: 0, 2, 4; by the other: 0, 4, 5.
  expect([...found.byDecision]).toEqual([2, 5]);
  expect(found.decisions).toBe(2);
  expect(findDisagreements({ genuine, model, against, thresholds: null }, 3).decisions).toBe(0);
  expect(findDisagreements({ genuine, model, against: model, thresholds }, 3).byRank).toHaveLength(0);
});
