// A last step of our own behind the network: one number an image in place of its embedding.
import type { Provider } from "./network.js";
import type { Stretch } from "./pipeline.js";

/** Makes one number an image of what a tensor of the network holds for it; embedded, cached and failed like embeddings. */
export interface RowHead {
  /** All that its numbers depend on besides the model, the pixels and the image: part of the cache's key. */
  readonly identity: string;
  /** The tensor it reads, an output or one inside the network. Asked for where an image is not in the cache. */
  tensor(): Promise<string>;
  /** @param provider what runs the network */
  open(provider: Provider, threads: number): Promise<OpenHead>;
}

export interface OpenHead {
  /**
   * @param row what the tensor holds for one image
   * @param key 32 bytes, the image's in the cache
   * @returns NaN where the image has no such number
   */
  measure(row: Float32Array, key: Uint8Array): Promise<number>;
  close(): Promise<void>;
}

/**
 * Stretches with each row turned into the head's number.
 *
 * @param keyOf key of an image by its place in the list that is embedded
 */
export async function* behind(
  head: OpenHead,
  stretches: AsyncIterable<Stretch>,
  keyOf: (place: number) => Uint8Array,
): AsyncGenerator<Stretch> {
  for await (const stretch of stretches) {
    const { start, width, rows } = stretch;
    const failures = [...stretch.failures];
    const numbers = new Float32Array(failures.length);
    for (let i = 0; i < failures.length; i++) {
      if (failures[i] !== null) continue;
      numbers[i] = await head.measure(rows[0].subarray(i * width, (i + 1) * width), keyOf(start + i));
      if (!Number.isFinite(numbers[i])) [numbers[i], failures[i]] = [0, "its quality is not a finite number"];
    }
    yield { ...stretch, width: 1, rows: [numbers], failures };
  }
}
