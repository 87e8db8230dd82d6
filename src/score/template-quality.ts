// Quality of a template from the qualities of its images.
import { Numbering } from "../math/numbering.js";
import type { TemplateMembership } from "./template-pooler.js";

/**
 * - `mean`: of its images' qualities;
 * - `media-mean`: of its media's mean qualities, so that a long video counts once, as in pooling;
 * - `max`, `min`: of its images' qualities.
 */
export const qualityPoolings = ["mean", "media-mean", "max", "min"] as const;
export type QualityPooling = (typeof qualityPoolings)[number];

/**
 * One quality a template. Images without a number (NaN) are left out; NaN where none has one.
 *
 * @param values one an image
 */
export function templateQualities(
  values: Float64Array,
  membership: TemplateMembership,
  pooling: QualityPooling,
): Float64Array {
  if (pooling === "media-mean") return mediaMeans(values, membership);
  const { templates, templateOf } = membership;
  if (pooling === "mean") return means(values, templateOf, templates);
  const better = pooling === "max" ? Math.max : Math.min;
  const found = new Float64Array(templates).fill(NaN);
  values.forEach((value, image) => {
    const template = templateOf[image];
    if (!Number.isNaN(value)) found[template] = Number.isNaN(found[template]) ? value : better(found[template], value);
  });
  return found;
}

function means(values: Float64Array, groupOf: Uint32Array, groups: number): Float64Array {
  const [sums, counts] = [new Float64Array(groups), new Uint32Array(groups)];
  values.forEach((value, at) => {
    if (Number.isNaN(value)) return;
    sums[groupOf[at]] += value;
    counts[groupOf[at]]++;
  });
  return sums.map((sum, group) => sum / counts[group]);
}

function mediaMeans(values: Float64Array, { templates, templateOf, mediumOf }: TemplateMembership): Float64Array {
  const numbers = new Numbering<string>();
  const templateOfMedium: number[] = [];
  const media = Uint32Array.from(values, (_, image) => {
    const medium = numbers.of(`${templateOf[image]} ${mediumOf[image]}`);
    templateOfMedium[medium] = templateOf[image];
    return medium;
  });
  return means(means(values, media, templateOfMedium.length), Uint32Array.from(templateOfMedium), templates);
}
