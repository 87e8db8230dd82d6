import type { Grey } from "./grey.js";

/** What an image looks like once local brightness and local contrast are taken out, and that contrast. */
export interface LocalContrast {
  /** Mean-subtracted, contrast-normalised values, about -3..3; exactly 0 where nothing varies. */
  readonly normalised: Grey;
  /** Standard deviation around each pixel, 0..127.5. */
  readonly deviation: Float64Array;
}

const radius = 3;
const sigma = 7 / 6;
const weights = normalisedGaussian();

function normalisedGaussian(): Float64Array {
  const bell = Float64Array.from({ length: 2 * radius + 1 }, (_, k) =>
    Math.exp(-((k - radius) ** 2) / (2 * sigma ** 2)),
  );
  const sum = bell.reduce((total, weight) => total + weight, 0);
  return bell.map((weight) => weight / sum);
}

/**
 * Differences from the mean around a pixel below this are rounding: in truth it stands on a flat or evenly rising patch.
 * The fits of BRISQUE and NIQE count values by their sign, and rounding has one. (OpenCV leaves it: how a flat patch counts
 * there depends on its grey level and on whether the processor has fused multiply-add.)
 */
const rounding = 1e-9;

/**
 * (value - mean) / (deviation + 1) with mean and deviation weighted by a Gaussian of sigma 7/6 over 7 x 7 pixels, edges
 * repeated.
 *
 * Source: A. Mittal, A. K. Moorthy, A. C. Bovik, "No-reference image quality assessment in the spatial domain", IEEE TIP 21
 * (2012), eq. 1 to 3; NIQE and PIQE begin with the same. The constant 1 belongs to values of 0..255: on 0..1 it is 1/255,
 * and the result is the same.
 *
 * @param image values of 0..255
 */
export function localContrast(image: Grey): LocalContrast {
  const { width, height, values } = image;
  const means = blurred(image).values;
  const squares = blurred({ width, height, values: values.map((value) => value * value) }).values;
  const deviation = squares.map((square, i) => Math.sqrt(Math.max(0, square - means[i] * means[i])));
  const normalised = values.map((value, i) => {
    const difference = value - means[i];
    return Math.abs(difference) < rounding ? 0 : difference / (deviation[i] + 1);
  });
  return { normalised: { width, height, values: normalised }, deviation };
}

const blurred = (image: Grey): Grey => blurRows(blurRows(image));

/** Rows blurred and laid down as columns, so that the same step done twice does columns and turns the image back. */
function blurRows({ width, height, values }: Grey): Grey {
  const out = new Float64Array(values.length);
  const row = new Float64Array(width + 2 * radius);
  for (let y = 0; y < height; y++) {
    row.set(values.subarray(y * width, (y + 1) * width), radius);
    row.fill(row[radius], 0, radius).fill(row[radius + width - 1], radius + width);
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let k = 0; k < weights.length; k++) sum += weights[k] * row[x + k];
      out[x * height + y] = sum;
    }
  }
  return { width: height, height: width, values: out };
}
