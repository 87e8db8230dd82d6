import type { Affine } from "./align.js";
import { roundEven } from "./fixed-point.js";
import { newPixels, type Pixels } from "./pixels.js";

/**
 * The image seen through an affine map, bilinear, black outside: the bytes of OpenCV 4.6's
 * warpAffine(image, matrix, (width, height)) with its defaults (INTER_LINEAR, constant border 0).
 *
 * That means fixed point: the inverse map in 1/1024 pixel, rounded half to even, then cut to 1/32 pixel; four
 * neighbours weighted by whole 1/1024. Later OpenCV releases may round otherwise.
 *
 * @param matrix from the image to the crop
 */
export function warpAffine(image: Pixels, matrix: Affine, width: number, height: number): Pixels {
  const [a, b, c, d, e, f] = inverted(matrix);
  const crop = newPixels(width, height);
  const across = Int32Array.from({ length: width }, (_, x) => roundEven(a * x * 1024));
  const down = Int32Array.from({ length: width }, (_, x) => roundEven(d * x * 1024));
  for (let y = 0; y < height; y++) {
    const x0 = roundEven((b * y + c) * 1024) + 16;
    const y0 = roundEven((e * y + f) * 1024) + 16;
    warpRow(image, crop.data, y * width * 3, across, down, x0, y0);
  }
  return crop;
}

/** Fills one row of the crop; across, down: steps along the row, (x0, y0): its start, in 1/1024 pixel. */
function warpRow(
  image: Pixels,
  out: Uint8Array,
  start: number,
  across: Int32Array,
  down: Int32Array,
  x0: number,
  y0: number,
): void {
  const { width, height, data } = image;
  const stride = width * 3;
  for (let x = 0, to = start; x < across.length; x++, to += 3) {
    const u = (x0 + across[x]) >> 5;
    const v = (y0 + down[x]) >> 5;
    const left = u >> 5;
    const top = v >> 5;
    const [p, q] = [u & 31, v & 31];
    const w11 = p * q;
    const w10 = 32 * q - w11;
    const w01 = 32 * p - w11;
    const w00 = 1024 - w01 - w10 - w11;
    if (left >= 0 && top >= 0 && left < width - 1 && top < height - 1) {
      const at = top * stride + left * 3;
      const below = at + stride;
      out[to] = (data[at] * w00 + data[at + 3] * w01 + data[below] * w10 + data[below + 3] * w11 + 512) >> 10;
      out[to + 1] =
        (data[at + 1] * w00 + data[at + 4] * w01 + data[below + 1] * w10 + data[below + 4] * w11 + 512) >> 10;
      out[to + 2] =
        (data[at + 2] * w00 + data[at + 5] * w01 + data[below + 2] * w10 + data[below + 5] * w11 + 512) >> 10;
    } else if (left >= -1 && top >= -1 && left < width && top < height) {
      warpEdge(image, out, to, left, top, [w00, w01, w10, w11]);
    }
  }
}

/** A pixel with neighbours outside the image, which count as black. */
function warpEdge(
  { width, height, data }: Pixels,
  out: Uint8Array,
  to: number,
  left: number,
  top: number,
  weights: number[],
): void {
  const sum = [512, 512, 512];
  weights.forEach((weight, i) => {
    const x = left + (i & 1);
    const y = top + (i >> 1);
    if (x < 0 || y < 0 || x >= width || y >= height) return;
    for (let c = 0; c < 3; c++) sum[c] += weight * data[(y * width + x) * 3 + c];
  });
  for (let c = 0; c < 3; c++) out[to + c] = sum[c] >> 10;
}

/** The inverse map, each product and sum in OpenCV's order: another order can move a sample by 1/32 pixel. */
function inverted(m: Affine): Affine {
  const determinant = m[0] * m[4] - m[1] * m[3];
  const D = determinant !== 0 ? 1 / determinant : 0;
  const [a, b, d, e] = [m[4] * D, m[1] * -D, m[3] * -D, m[0] * D];
  return [a, b, -a * m[2] - b * m[5], d, e, -d * m[2] - e * m[5]];
}
