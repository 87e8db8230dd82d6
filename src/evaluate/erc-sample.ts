// Which of millions of pairs stand for all in the bootstrap of an error-versus-reject study.
import { pick } from "../math/pick.js";
import { seededRandom } from "../math/random.js";
import { resamplePairs, resampleStanding, resampleSubjects, type Resample } from "../metrics/bootstrap.js";
import type { SortedPairs } from "../metrics/reject-steps.js";
import type { ErcInput } from "./erc-input.js";
import { mostHighest, mostOthers } from "./pair-sample.js";

/** Pairs of a study, in list order, and how many each stands for. */
export interface ErcSample {
  readonly input: ErcInput;
  readonly stands: Uint32Array;
}

/**
 * All genuine pairs, the most alike impostors one by one, which thresholds rest on, and of the others every so-manyth, which
 * tell how much is set aside. Of fewer pairs than that, all.
 */
export function sampleErc(input: ErcInput, { genuine, impostors }: SortedPairs): ErcSample {
  const others = impostors.length - mostHighest;
  if (others <= mostOthers) return { input, stands: new Uint32Array(genuine.length).fill(1) };
  const stands = new Uint32Array(genuine.length).fill(1);
  for (const pair of impostors.subarray(mostHighest)) stands[pair] = 0;
  const every = Math.ceil(others / mostOthers);
  let passed = 0;
  for (let pair = 0; pair < stands.length; pair++)
    if (stands[pair] === 0 && ++passed % every === 0) stands[pair] = every;
  const chosen = Uint32Array.from({ length: genuine.length }, (_, pair) => pair).filter((pair) => stands[pair] > 0);
  return { input: pickPairs(input, chosen), stands: pick(stands, chosen) };
}

/** A study of some pairs. @param at their places, ascending */
export function pickPairs(input: ErcInput, at: Uint32Array): ErcInput {
  const { distance, genuine, left, right, qualities } = input;
  return {
    ...input,
    ...{ distance: pick(distance, at), genuine: pick(genuine, at), left: pick(left, at), right: pick(right, at) },
    qualities: qualities.map((each) => (each.ofPairs ? { ...each, ofPairs: pick(each.ofPairs, at) } : each)),
  };
}

/** Draws weights for the pairs of a sample: subjects where they are known, else pairs; a pair weighs what it stands for. */
export function resampleErc({ input, stands }: ErcSample, seed: number): Resample {
  const { genuine, left, right, subjects } = input;
  const random = seededRandom(seed);
  const whole = stands.every((count) => count === 1);
  if (subjects === null) return whole ? resamplePairs(genuine, random) : resampleStanding(genuine, stands, random);
  const of = (side: Uint32Array): Uint32Array => side.map((row) => subjects.ofRow[row]);
  const resample = resampleSubjects(of(left), of(right), subjects.count, random);
  if (whole) return resample;
  return (weights) => {
    resample(weights);
    for (let i = 0; i < weights.length; i++) weights[i] *= stands[i];
  };
}
