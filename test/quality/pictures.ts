import type { Pixels } from "../../src/embed/pixels.js";

/** Bytes from a linear congruential generator; fixtures/quality/make.py has the same. */
function randomBytes(count: number, seed: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length: count }, () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state >>> 24;
  });
}

const painted = (width: number, height: number, colour: (x: number, y: number, c: number) => number): Pixels => ({
  width,
  height,
  data: Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return colour(pixel % width, Math.floor(pixel / width), i % 3);
  }),
});

function noise(width: number, height: number, seed: number): Pixels {
  return { width, height, data: randomBytes(width * height * 3, seed) };
}

/** Means of 3 x 3 with edges repeated, rounded down: the same whole numbers in every language. */
function softened(image: Pixels, times: number): Pixels {
  if (times === 0) return image;
  const { width, height, data } = image;
  const at = (x: number, y: number, c: number): number =>
    data[(Math.min(Math.max(y, 0), height - 1) * width + Math.min(Math.max(x, 0), width - 1)) * 3 + c];
  const mean = (x: number, y: number, c: number): number => {
    let sum = 0;
    for (let dy = -1; dy <= 1; dy++) for (let dx = -1; dx <= 1; dx++) sum += at(x + dx, y + dy, c);
    return Math.floor(sum / 9);
  };
  return softened(painted(width, height, mean), times - 1);
}

/** Noise on four scales: the coarsest reaches far, the finest is weak, roughly as in photographs. */
function clouds(width: number, height: number, seed: number): Pixels {
  const layers = [1, 4, 8, 16].map((size, k) => ({
    size,
    share: [1, 2, 4, 9][k],
    source: noise(width, height, seed + k),
  }));
  const sum = (x: number, y: number, c: number): number =>
    layers.reduce((total, { size, share, source }) => {
      const place = Math.floor(y / size) * width + Math.floor(x / size);
      return total + share * source.data[place * 3 + c];
    }, 0);
  return softened(
    painted(width, height, (x, y, c) => Math.floor(sum(x, y, c) / 16)),
    1,
  );
}

/** Means of 8 x 8 squares, rounded down: what the harshest JPEG leaves. Sides are multiples of 8. */
function blocky({ width, height, data }: Pixels): Pixels {
  const mean = (left: number, top: number, c: number): number => {
    let sum = 0;
    for (let y = top; y < top + 8; y++) for (let x = left; x < left + 8; x++) sum += data[(y * width + x) * 3 + c];
    return Math.floor(sum / 64);
  };
  return painted(width, height, (x, y, c) => mean(x - (x % 8), y - (y % 8), c));
}

const clouds112 = clouds(112, 112, 41);

/** The pictures of fixtures/quality/expected.json, by name; drawn by whole numbers alone, here and in make.py. */
export const pictures: Readonly<Record<string, Pixels>> = {
  noise: noise(112, 112, 7),
  clouds: clouds(112, 112, 11),
  soft: softened(clouds(112, 112, 21), 3),
  blocky: blocky(clouds(112, 112, 31)),
  ramp: painted(112, 112, (x, y, c) => (x * (c + 1) + y) >> 1),
  checks: painted(112, 112, (x, y, c) => 40 + 60 * c + 90 * (((x >> 2) + (y >> 2)) & 1)),
  // The left half is flat: how its pixels count must not hang on rounding.
  halfFlat: painted(112, 112, (x, y, c) => (x < 56 ? 200 : clouds112.data[(y * 112 + x) * 3 + c])),
  odd: clouds(97, 61, 51),
  large: clouds(224, 208, 61),
};

/** Clouds whose right third is softened, so that not every patch is sharp; what make.py fits NIQE's models to. */
export function pristine(number: number): Pixels {
  const sharp = clouds(112, 112, 400 + 4 * number);
  const soft = softened(sharp, 2);
  return painted(112, 112, (x, y, c) => (x < 72 ? sharp : soft).data[(y * 112 + x) * 3 + c]);
}
