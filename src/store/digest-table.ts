/** A digest's 32 bytes as words. */
const WORDS = 8;

/** Digests as 32-bit words, for quick comparison; copied only where the bytes are not aligned. */
export function wordsOf(digests: Uint8Array): Uint32Array {
  const aligned = digests.byteOffset % 4 === 0 ? digests : Uint8Array.from(digests);
  return new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 4);
}

/**
 * Where the vector of each image digest lies: an open-addressing table, because a Map would need a string a digest.
 * A digest is its own hash. The place set last counts.
 */
export class DigestTable {
  /** Entry in each slot, -1 = free. At most half the slots are taken. */
  #slots: Int32Array;
  #digests: Uint32Array<ArrayBuffer>;
  #blocks: Uint32Array;
  #rows: Uint32Array;
  #size = 0;

  /** @param expected how many digests there is to be room for at first */
  constructor(expected: number) {
    const room = 2 ** Math.ceil(Math.log2(Math.max(512, expected)));
    this.#slots = new Int32Array(2 * room).fill(-1);
    this.#digests = new Uint32Array(room * WORDS);
    this.#blocks = new Uint32Array(room);
    this.#rows = new Uint32Array(room);
  }

  /** Distinct digests. */
  get size(): number {
    return this.#size;
  }

  /** Entry of the digest whose words begin at `at`, or -1. */
  find(words: Uint32Array, at: number): number {
    return this.#slots[this.#slotOf(words, at)];
  }

  blockOf(entry: number): number {
    return this.#blocks[entry];
  }

  rowOf(entry: number): number {
    return this.#rows[entry];
  }

  /** All digests, in the order they were first set. */
  digests(): Uint8Array {
    return new Uint8Array(this.#digests.buffer, 0, this.#size * WORDS * 4);
  }

  set(words: Uint32Array, at: number, block: number, row: number): void {
    let slot = this.#slotOf(words, at);
    if (this.#slots[slot] < 0) {
      if (this.#size === this.#blocks.length) {
        this.#grow();
        slot = this.#slotOf(words, at);
      }
      this.#slots[slot] = this.#size;
      for (let word = 0; word < WORDS; word++) this.#digests[this.#size * WORDS + word] = words[at + word];
      this.#size++;
    }
    const entry = this.#slots[slot];
    this.#blocks[entry] = block;
    this.#rows[entry] = row;
  }

  /** The slot that holds the digest, or the free one where it belongs. */
  #slotOf(words: Uint32Array, at: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = words[at] & mask; ; slot = (slot + 1) & mask) {
      const entry = this.#slots[slot];
      if (entry < 0 || this.#equals(entry, words, at)) return slot;
    }
  }

  #equals(entry: number, words: Uint32Array, at: number): boolean {
    for (let word = 0, own = entry * WORDS; word < WORDS; word++) {
      if (this.#digests[own + word] !== words[at + word]) return false;
    }
    return true;
  }

  #grow(): void {
    this.#digests = doubled(this.#digests);
    this.#blocks = doubled(this.#blocks);
    this.#rows = doubled(this.#rows);
    this.#slots = new Int32Array(this.#slots.length * 2).fill(-1);
    for (let entry = 0; entry < this.#size; entry++) this.#slots[this.#slotOf(this.#digests, entry * WORDS)] = entry;
  }
}

function doubled(values: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(values.length * 2);
  larger.set(values);
  return larger;
}
