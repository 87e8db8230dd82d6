import { UserError } from "../errors.js";
import { fromHalf } from "./float16.js";

/** What ONNX Runtime gives out. */
export interface OutputTensor {
  readonly dims: readonly number[];
  readonly type: string;
  readonly data: unknown;
}

/**
 * An output as float32, one row an image.
 *
 * @param place the model and the output, for messages
 * @throws UserError, one line, where it has not `count` rows
 */
export function outputRows(place: string, { dims, type, data }: OutputTensor, count: number): Float32Array {
  const oneVector = count === 1 && dims.length === 1;
  if ((dims[0] !== count && !oneVector) || (data as Float32Array).length === 0) {
    const shape = dims.join("x") || "a single number";
    throw new UserError(
      `${place} is ${shape} for ${count} images, expected ${count} rows; if it was exported for one image, give --batch 1`,
    );
  }
  if (type === "float16") return fromHalf(data as Uint16Array);
  if (type === "float64") return Float32Array.from(data as Float64Array);
  return data as Float32Array;
}

/** The same for an output of one number an image. */
export function outputNumbers(place: string, tensor: OutputTensor, count: number): Float32Array {
  const rows = outputRows(place, tensor, count);
  if (rows.length === count) return rows;
  throw new UserError(`${place} has ${rows.length / count} numbers an image, expected 1`);
}
