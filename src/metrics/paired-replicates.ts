// The bootstrap of metrics/replicates.ts for several models at once: a replicate draws the same pairs for all of them.
import { seededRandom } from "../math/random.js";
import { drawPairs, measureWeighted, type PairSample, type ReplicateFigures } from "./replicates.js";

/** All genuine pairs, and the impostors that stand for all. */
export interface PairedSample {
  /** How many impostors each one of the sample stands for. */
  readonly stands: Float64Array;
  readonly genuine: number;
  readonly models: readonly RankedSample[];
}

/** The sample as one model ranks it. */
export interface RankedSample extends Pick<PairSample, "above" | "higher"> {
  /** Places of the genuine pairs, and of the sampled impostors, in descending order of the model's score. */
  readonly genuineOrder: Uint32Array;
  readonly impostorOrder: Uint32Array;
}

/**
 * Replicates of AUC, EER and TAR at each FAR, over pairs.
 *
 * @returns [replicate][model]
 */
export function pairedReplicates(
  { stands, genuine, models }: PairedSample,
  fars: readonly number[],
  count: number,
  seed: number,
): ReplicateFigures[][] {
  const draw = drawPairs({ stands }, seededRandom(seed));
  const drawn = { genuine: new Float64Array(genuine), impostor: new Float64Array(stands.length) };
  const ranked = { genuine: new Float64Array(genuine), impostor: new Float64Array(stands.length) };
  return Array.from({ length: count }, () => {
    draw(drawn.genuine, drawn.impostor);
    return models.map((model) => {
      gather(drawn.genuine, model.genuineOrder, ranked.genuine);
      gather(drawn.impostor, model.impostorOrder, ranked.impostor);
      return measureWeighted(model, ranked.genuine, ranked.impostor, fars);
    });
  });
}

/** The figures of the sample itself, each genuine pair once and each impostor as often as it stands for others. */
export const sampleFigures = ({ stands, genuine, models }: PairedSample, fars: readonly number[]): ReplicateFigures[] =>
  models.map((model) =>
    measureWeighted(
      model,
      new Float64Array(genuine).fill(1),
      Float64Array.from(model.impostorOrder, (i) => stands[i]),
      fars,
    ),
  );

function gather(from: Float64Array, order: Uint32Array, into: Float64Array): void {
  for (let i = 0; i < order.length; i++) into[i] = from[order[i]];
}
