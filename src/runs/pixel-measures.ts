// What a thread does of image quality: some pictures measured.
import { UserError } from "../errors.js";
import { brisque } from "../quality/brisque-score.js";
import type { Grey } from "../quality/grey.js";
import { niqe, type NiqeModel } from "../quality/niqe.js";
import { piqe } from "../quality/piqe.js";
import type { BrisqueModel, ImageRef } from "../types.js";
import { eachGrey } from "./grey-pictures.js";

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
  /** images x measures, HIGHER is better; NaN where there is none. */
  readonly values: Float64Array;
  /** images x measures: why there is no number, in one clause; null where there is. */
  readonly reasons: (string | null)[];
}

export async function measurePictures({ images, measures, side }: MeasureTask): Promise<MeasureAnswer> {
  const values = new Float64Array(images.length * measures.length).fill(NaN);
  const reasons = new Array<string | null>(values.length).fill(null);
  const unread = await eachGrey(images, side, (grey, i) => {
    for (const [m, measure] of measures.entries()) {
      const at = i * measures.length + m;
      try {
        values[at] = measured(measure, grey);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        reasons[at] = error.message;
      }
    }
  });
  unread.forEach((reason, i) => {
    if (reason !== null) reasons.fill(reason, i * measures.length, (i + 1) * measures.length);
  });
  return { values, reasons };
}

/** @throws UserError in one clause where the picture has no such number */
function measured(measure: PixelMeasure, grey: Grey): number {
  const value = valueOf(measure, grey);
  if (Number.isNaN(value)) throw new UserError(`nothing varies in it, which leaves ${measure.kind} undefined`);
  // float32, as the cache keeps it: a second run gives the same digits.
  return -Math.fround(value);
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
