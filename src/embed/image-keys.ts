import { digestOf } from "../host/digest.js";
import type { ImageRef } from "../types.js";

/** Bytes of a key. */
export const digestBytes = 32;

/**
 * What the cache knows an image by: the digest of its bytes, and where it is aligned by landmarks, of those too.
 *
 * @param digests 32 bytes an image, of its encoded bytes; changed in place
 */
export function addLandmarks(digests: Uint8Array, images: readonly ImageRef[]): Uint8Array {
  images.forEach(({ landmarks }, i) => {
    if (!landmarks) return;
    const own = digests.subarray(i * digestBytes, (i + 1) * digestBytes);
    const points = new Uint8Array(Float64Array.from(landmarks).buffer);
    own.set(digestOf(Buffer.concat([own, points])));
  });
  return digests;
}

/** One image's key. */
export const keyAt = (keys: Uint8Array, place: number): Uint8Array =>
  keys.subarray(place * digestBytes, (place + 1) * digestBytes);

/** 32 bytes for what is drawn for an image: others for another image or seed, well mixed. */
export const seedOf = (key: Uint8Array, seed: number): Uint8Array =>
  digestOf(`${Buffer.from(key).toString("hex")} ${seed}`);

/** Place of the first image with the same key, for each image. */
export function firstPlaces(keys: Uint8Array): Uint32Array {
  const seen = new Map<string, number>();
  const bytes = Buffer.from(keys.buffer, keys.byteOffset, keys.byteLength);
  return Uint32Array.from({ length: keys.length / digestBytes }, (_, i) => {
    const key = bytes.toString("latin1", i * digestBytes, (i + 1) * digestBytes);
    const first = seen.get(key);
    if (first !== undefined) return first;
    seen.set(key, i);
    return i;
  });
}
