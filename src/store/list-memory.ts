// Keys of long image lists, a record a stretch: to look 469,375 images up one by one takes as long as reading their
// vectors. What changes no file changes no key, so that comparing what the files look like is enough.
import type { CacheFile } from "./cache-file.js";
import { DIGEST_BYTES } from "./block.js";
import { RACY_MS } from "./stat-index.js";

/** What files look like, four numbers a file: bytes, times of modification and change in milliseconds, inode. */
export type PackedFacts = Float64Array;

export const factsPerFile = 4;

export class ListMemory {
  readonly #file: CacheFile;

  constructor(file: CacheFile) {
    this.#file = file;
  }

  /**
   * Keys of the images of a stretch, 32 bytes each; null where it is not known, or a file looks otherwise than it did.
   *
   * @param id digest of all that decides which images the stretch has, their landmarks too
   */
  keysOf(id: Uint8Array, facts: PackedFacts): Uint8Array | null {
    const value = this.#file.lists.getBinary(Buffer.from(id));
    const bytes = Buffer.from(facts.buffer, facts.byteOffset, facts.byteLength);
    const keyBytes = (facts.length / factsPerFile) * DIGEST_BYTES;
    if (value === undefined || value.length !== bytes.length + keyBytes) return null;
    if (bytes.compare(value, 0, bytes.length) !== 0) return null;
    return Uint8Array.prototype.slice.call(value, bytes.length);
  }

  /** Remembers a stretch, unless a file changed so lately that a further change might not show. */
  record(id: Uint8Array, facts: PackedFacts, takenAt: number, keys: Uint8Array): void {
    if (this.#file.readOnly) return;
    for (let at = 0; at < facts.length; at += factsPerFile) {
      if (Math.max(facts[at + 1], facts[at + 2]) + RACY_MS >= takenAt) return;
    }
    const value = Buffer.concat([new Uint8Array(facts.buffer, facts.byteOffset, facts.byteLength), keys]);
    this.#file.write(() => this.#file.lists.putSync(Buffer.from(id), value));
  }
}
