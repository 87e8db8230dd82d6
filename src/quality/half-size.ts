// Images made half as large, in the two ways the measures were published with.
import type { Grey } from "./grey.js";

/** Where along a line each output sample reads, and with what weight: `count` places a sample. */
interface Taps {
  readonly count: number;
  readonly places: Int32Array;
  readonly weights: Float64Array;
}

/**
 * Half the size, odd sides rounded down, as OpenCV's resize with INTER_CUBIC: BRISQUE's second scale.
 *
 * Cubic convolution with a = -0.75 on the four nearest pixels, no smoothing first, edges repeated. Values are not
 * rounded or clamped. OpenCV holds the weights as floats, which shows (by 1e-7 of a value) where a side is odd.
 */
export const halfByCubic = (image: Grey): Grey => resample(resample(image, cubicTaps), cubicTaps);

/**
 * Half the size by MATLAB's imresize(image, 0.5), which smooths first: NIQE's second scale.
 *
 * Cubic convolution with a = -0.5, stretched to eight pixels; edges mirrored with the edge pixel repeated.
 *
 * @param image both sides even, 4 pixels or more
 */
export const halfBySmoothing = (image: Grey): Grey => resample(resample(image, smoothingTaps), smoothingTaps);

/** R. G. Keys, "Cubic convolution interpolation for digital image processing", IEEE ASSP 29 (1981), with his a left open. */
function cubicWeight(distance: number, a: number): number {
  const d = Math.abs(distance);
  if (d <= 1) return ((a + 2) * d - (a + 3)) * d * d + 1;
  return d < 2 ? a * (((d - 5) * d + 8) * d - 4) : 0;
}

function cubicTaps(from: number): Taps {
  const to = from >> 1;
  return tapsOf(to, 4, (sample, k) => {
    const centre = ((sample + 0.5) * from) / to - 0.5;
    const place = Math.floor(centre) - 1 + k;
    return [Math.min(Math.max(place, 0), from - 1), cubicWeight(centre - place, -0.75)];
  });
}

function smoothingTaps(from: number): Taps {
  return tapsOf(from / 2, 8, (sample, k) => {
    const place = 2 * sample - 3 + k;
    const mirrored = place < 0 ? -1 - place : place >= from ? 2 * from - 1 - place : place;
    return [mirrored, cubicWeight((k - 3.5) / 2, -0.5) / 2];
  });
}

function tapsOf(samples: number, count: number, tap: (sample: number, k: number) => readonly [number, number]): Taps {
  const taps = { count, places: new Int32Array(samples * count), weights: new Float64Array(samples * count) };
  for (let i = 0; i < samples * count; i++) [taps.places[i], taps.weights[i]] = tap(Math.floor(i / count), i % count);
  return taps;
}

/** Rows resampled and laid down as columns, so that the same step done twice does columns and turns the image back. */
function resample({ width, height, values }: Grey, tapsFor: (from: number) => Taps): Grey {
  const { count, places, weights } = tapsFor(width);
  const samples = weights.length / count;
  const out = new Float64Array(samples * height);
  for (let y = 0; y < height; y++) {
    for (let sample = 0; sample < samples; sample++) {
      let sum = 0;
      for (let k = sample * count; k < (sample + 1) * count; k++) sum += weights[k] * values[y * width + places[k]];
      out[sample * height + y] = sum;
    }
  }
  return { width: height, height: samples, values: out };
}
