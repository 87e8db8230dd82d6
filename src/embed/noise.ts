import { seededRandom } from "../math/random.js";
import type { ModelCard } from "./card.js";

/**
 * One seeded noise image, `count` times over, as the card would have it: input for trials of speed and sameness.
 *
 * @returns count x (3 x height x width); the layout does not matter to noise
 */
export function noiseRows({ width, height, mean, scale, whiten }: ModelCard, count: number): Float32Array {
  const size = 3 * width * height;
  const random = seededRandom(1);
  const [from, by] = whiten ? [127.5, 73.6] : [mean[0], scale[0]];
  const one = Float32Array.from({ length: size }, () => (random.below(256) - from) / by);
  const rows = new Float32Array(count * size);
  for (let i = 0; i < count; i++) rows.set(one, i * size);
  return rows;
}
