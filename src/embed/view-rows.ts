import type { Origin } from "../store/block.js";
import type { CachedRecipe } from "../store/cached-recipe.js";
import { digestBytes } from "./image-keys.js";
import type { View } from "./recipe.js";

/** Rows of one view of all images of a list: those that the cache holds, and those that come in. */
export class ViewRows {
  /** 1 where the image's row is there. */
  readonly found: Uint8Array;
  /** images x width; null until a first row is known. */
  #values: Float32Array | null = null;
  #width = 0;

  /**
   * @param keys 32 bytes an image
   * @param room memory to read rows into, where the caller has some that is large enough; its old contents may stay in
   *   rows that are not found
   */
  constructor(
    readonly view: View,
    readonly keys: Uint8Array,
    readonly table: CachedRecipe | null,
    room?: Float32Array,
  ) {
    const images = keys.length / digestBytes;
    if (!table?.dim) {
      this.found = new Uint8Array(images);
      return;
    }
    if (room && room.length >= images * table.dim) {
      this.#width = table.dim;
      this.#values = room.subarray(0, images * table.dim);
    } else this.#makeRoom(table.dim);
    this.found = table.read(keys, this.#values!);
  }

  #makeRoom(width: number): void {
    this.#width = width;
    this.#values = new Float32Array((this.keys.length / digestBytes) * width);
  }

  /** Numbers a row has; 0 while no row is known. */
  get width(): number {
    return this.#width;
  }

  /** images x width; empty while no row is known. */
  get values(): Float32Array {
    return this.#values ?? new Float32Array(0);
  }

  /** Takes rows of some images, and appends them to the cache in one piece. */
  put(images: readonly number[], rows: Float32Array, origin: Origin): void {
    if (images.length === 0) return;
    const width = rows.length / images.length;
    if (!this.#values) this.#makeRoom(width);
    images.forEach((image, i) => {
      this.#values!.set(rows.subarray(i * width, (i + 1) * width), image * width);
      this.found[image] = 1;
    });
    if (!this.table) return;
    const keys = new Uint8Array(images.length * digestBytes);
    images.forEach((image, i) =>
      keys.set(this.keys.subarray(image * digestBytes, (image + 1) * digestBytes), i * digestBytes),
    );
    this.table.append(keys, rows, origin);
  }

  /** Gives an image the row of another that has the same bytes. */
  copy(from: number, to: number): void {
    if (!this.found[from]) return;
    this.#values!.copyWithin(to * this.#width, from * this.#width, (from + 1) * this.#width);
    this.found[to] = 1;
  }
}
