// Which of millions of impostor pairs stand for all in a bootstrap: the highest one by one, of the rest every so-manyth.
import type { RankedScores } from "../metrics/ranked.js";
import type { PairSample } from "../metrics/replicates.js";
import { genuineBit, templatesAt, type PairBlocks } from "../score/pair-blocks.js";

/** Impostors taken one by one, from the highest: twice what FAR 1e-3 accepts in IJB-C. */
export const mostHighest = 32_000;
/** So many, at most, stand for the rest. */
export const mostOthers = 20_000;

/**
 * @param scores in the order of `blocks.places`
 * @param subjectOf number of each template's subject; null = not known
 */
export function samplePairs(
  blocks: PairBlocks,
  scores: Float64Array,
  { impostor }: RankedScores,
  subjectOf: Uint32Array | null,
): PairSample {
  const cut = impostor.length <= mostHighest ? -Infinity : impostor[impostor.length - mostHighest];
  const every = Math.max(1, Math.ceil((impostor.length - mostHighest) / mostOthers));
  const genuine: Chosen = { score: [], a: [], b: [], stands: [] };
  const others: Chosen = { score: [], a: [], b: [], stands: [] };
  let passed = 0;
  for (let block = 0; block + 1 < blocks.starts.length; block++) {
    for (let at = blocks.starts[block]; at < blocks.starts[block + 1]; at++) {
      const isGenuine = blocks.places[at] >= genuineBit;
      const stands = isGenuine || scores[at] >= cut ? 1 : ++passed % every === 0 ? every : 0;
      if (stands === 0) continue;
      const into = isGenuine ? genuine : others;
      const [a, b] = templatesAt(blocks, block, blocks.places[at]);
      into.score.push(scores[at]);
      into.a.push(subjectOf === null ? 0 : subjectOf[a]);
      into.b.push(subjectOf === null ? 0 : subjectOf[b]);
      into.stands.push(stands);
    }
  }
  return arranged(genuine, others, subjectOf);
}

interface Chosen {
  readonly score: number[];
  readonly a: number[];
  readonly b: number[];
  readonly stands: number[];
}

function arranged(genuine: Chosen, impostor: Chosen, subjectOf: Uint32Array | null): PairSample {
  const [same, other] = [descending(genuine), descending(impostor)];
  return {
    genuine: same,
    impostor: other,
    stands: other.stands,
    ...impostorsOver(same.score, other.score),
    subjects: subjectOf === null ? 0 : subjectOf.reduce((most, subject) => Math.max(most, subject), 0) + 1,
  };
}

/** How many impostors score as high or higher than each genuine pair, and how many higher; both lists in descending order. */
export function impostorsOver(genuine: Float64Array, impostor: Float64Array): Pick<PairSample, "above" | "higher"> {
  const counted = (isOver: (impostor: number, genuine: number) => boolean): Uint32Array => {
    let reached = 0;
    return Uint32Array.from(genuine, (score) => {
      while (reached < impostor.length && isOver(impostor[reached], score)) reached++;
      return reached;
    });
  };
  return { above: counted((score, own) => score >= own), higher: counted((score, own) => score > own) };
}

function descending({ score, a, b, stands }: Chosen) {
  const order = Uint32Array.from(score, (_, i) => i).sort((i, j) => score[j] - score[i] || i - j);
  return {
    score: Float64Array.from(order, (i) => score[i]),
    a: Uint32Array.from(order, (i) => a[i]),
    b: Uint32Array.from(order, (i) => b[i]),
    stands: Float64Array.from(order, (i) => stands[i]),
  };
}
