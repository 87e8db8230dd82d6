// What a thread does of fitting a NIQE model: features of some pictures' patches.
import { handOver } from "../host/pool.js";
import { niqeRows } from "../quality/niqe.js";
import type { ImageRef } from "../types.js";
import { eachGrey } from "./grey-pictures.js";

export interface NiqeRowsTask {
  readonly images: readonly ImageRef[];
  readonly patchSize: number;
  /** Side of the crop that landmarks are brought to. */
  readonly side: number;
}

export interface NiqeRowsAnswer {
  /** 36 numbers a patch, patches in the order of the images. */
  readonly features: Float64Array;
  /** Why an image has no patches, in one clause; null where it has, and where it is flat. */
  readonly reasons: (string | null)[];
}

export async function rowsOfPictures({ images, patchSize, side }: NiqeRowsTask): Promise<NiqeRowsAnswer> {
  const rows = new Array<Float64Array[]>(images.length).fill([]);
  const reasons = await eachGrey(images, side, (grey, i) => void (rows[i] = niqeRows(grey, patchSize)));
  const features = Float64Array.from(rows.flat().flatMap((row) => [...row]));
  return handOver({ features, reasons }, [features.buffer]);
}
