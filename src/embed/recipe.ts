/** Mean and scale per channel, in the order the channels are fed. */
export type Triple = readonly [number, number, number];

/** An image seen as it is, or mirrored left to right. */
export type View = "plain" | "mirrored";

/**
 * How an image becomes the network's input: value = (pixel - mean) / scale with pixels 0..255.
 * Every field is part of the cache key.
 */
export interface PixelRecipe {
  readonly width: number;
  readonly height: number;
  readonly channels: "RGB" | "BGR";
  readonly layout: "NCHW" | "NHWC";
  readonly mean: Triple;
  readonly scale: Triple;
  /** FaceNet's prewhitening in place of mean and scale: (x - image mean) / max(image std, 1 / sqrt(n)). */
  readonly whiten: boolean;
  /** Scale an image that is not aligned and has another size to width x height; false = such an image fails. */
  readonly resize: boolean;
}
