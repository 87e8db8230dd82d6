// What a thread does of image quality: some pictures decoded, aligned where they have landmarks, and measured.
import { clauseOf, loadFace } from "../embed/prepare.js";
import { brisque } from "../quality/brisque-score.js";
import { greyOf, type Grey } from "../quality/grey.js";
import { niqe, type NiqeModel } from "../quality/niqe.js";
import { piqe } from "../quality/piqe.js";
import type { BrisqueModel, ImageRef } from "../types.js";

/** A measure of pixels with what it needs. All of them: lower is better. */
export type PixelMeasure =
  | { readonly kind: "piqe" }
  | { readonly kind: "niqe"; readonly model: NiqeModel }
  | { readonly kind: "brisque"; readonly model: BrisqueModel };

export interface MeasureTask {
  readonly images: readonly ImageRef[];
  readonly measures: readonly PixelMeasure[];
  /** Side of the crop that landmarks are brought to. */
  readonly side: number;
}

export interface MeasureAnswer {
  /** images x measures, HIGHER is better; NaN where an image failed or a measure is undefined. */
  readonly values: Float64Array;
  /** Why an image could not be measured, in one clause; null where it could. */
  readonly failures: (string | null)[];
}

/** Images in work at once: while sharp decodes some on its own threads, this one measures others. */
const lanes = 4;

export async function measurePictures({ images, measures, side }: MeasureTask): Promise<MeasureAnswer> {
  const values = new Float64Array(images.length * measures.length).fill(NaN);
  const failures = new Array<string | null>(images.length).fill(null);
  let next = 0;
  const lane = async () => {
    while (next < images.length) {
      const i = next++;
      try {
        const grey = greyOf(await loadFace(images[i], side));
        // float32, as the cache keeps it: a second run gives the same digits.
        measures.forEach((measure, m) => (values[i * measures.length + m] = -Math.fround(valueOf(measure, grey))));
      } catch (error) {
        failures[i] = clauseOf(error, images[i].path);
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return { values, failures };
}

function valueOf(measure: PixelMeasure, grey: Grey): number {
  switch (measure.kind) {
    case "piqe":
      return piqe(grey);
    case "niqe":
      return niqe(grey, measure.model);
    case "brisque":
      return brisque(grey, measure.model);
  }
}
