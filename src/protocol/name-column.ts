// Names of half a million images as the bytes of the list they came in, and where each lies: no strings are made.

/** Names in a text. */
export class NameColumn {
  #slots: Int32Array | null = null;

  /** @param starts first byte of each name and, at odd places, the one past its last */
  constructor(
    private readonly bytes: Buffer,
    private readonly bounds: Uint32Array,
  ) {}

  /** A column of the given names. */
  static of(names: readonly string[]): NameColumn {
    const bounds = new Uint32Array(2 * names.length);
    let at = 0;
    names.forEach((name, row) => {
      bounds[2 * row] = at;
      bounds[2 * row + 1] = at += Buffer.byteLength(name);
    });
    return new NameColumn(Buffer.from(names.join("")), bounds);
  }

  /** Names [from, to) as a text of their own, to be handed to a thread. */
  slice(from: number, to: number): { text: Uint8Array; bounds: Uint32Array } {
    const first = this.bounds[2 * from];
    return {
      text: Uint8Array.prototype.slice.call(this.bytes, first, this.bounds[2 * to - 1]),
      bounds: this.bounds.slice(2 * from, 2 * to).map((bound) => bound - first),
    };
  }

  get count(): number {
    return this.bounds.length / 2;
  }

  at(row: number): string {
    return this.bytes.toString("utf8", this.bounds[2 * row], this.bounds[2 * row + 1]);
  }

  /** Whether a row's name is this text. */
  isAt(row: number, name: string): boolean {
    const start = this.bounds[2 * row];
    if (this.bounds[2 * row + 1] - start === name.length) {
      let i = 0;
      while (i < name.length && this.bytes[start + i] === name.charCodeAt(i)) i++;
      if (i === name.length) return true;
    }
    // Names that are not plain ASCII have other lengths in bytes.
    return /[^\0-\x7f]/.test(name) && this.at(row) === name;
  }

  /** First row of a name; -1 = none has it. */
  rowOf(name: string): number {
    const bytes = Buffer.from(name);
    return this.#find(bytes, 0, bytes.length);
  }

  /** Rows whose name an earlier row has, each with that row, at most `most` of them. */
  repeats(most: number): { row: number; earlier: number }[] {
    const found: { row: number; earlier: number }[] = [];
    for (let row = 0; row < this.count && found.length < most; row++) {
      const earlier = this.#find(this.bytes, this.bounds[2 * row], this.bounds[2 * row + 1]);
      if (earlier !== row) found.push({ row, earlier });
    }
    return found;
  }

  #find(bytes: Buffer, start: number, end: number): number {
    const slots = (this.#slots ??= this.#index());
    for (let slot = hash(bytes, start, end) & (slots.length - 1); ; slot = (slot + 1) & (slots.length - 1)) {
      const row = slots[slot] - 1;
      if (row < 0 || this.#same(row, bytes, start, end)) return row;
    }
  }

  #same(row: number, bytes: Buffer, start: number, end: number): boolean {
    const from = this.bounds[2 * row];
    if (this.bounds[2 * row + 1] - from !== end - start) return false;
    for (let i = 0; i < end - start; i++) if (this.bytes[from + i] !== bytes[start + i]) return false;
    return true;
  }

  /** Open addressing, half full at most; of rows with one name the first. */
  #index(): Int32Array {
    const size = 2 ** Math.ceil(Math.log2(2 * this.count + 2));
    const slots = new Int32Array(size);
    for (let row = 0; row < this.count; row++) {
      const [start, end] = [this.bounds[2 * row], this.bounds[2 * row + 1]];
      let slot = hash(this.bytes, start, end) & (size - 1);
      while (slots[slot] !== 0 && !this.#same(slots[slot] - 1, this.bytes, start, end)) slot = (slot + 1) & (size - 1);
      if (slots[slot] === 0) slots[slot] = row + 1;
    }
    return slots;
  }
}

/** FNV-1a, 32 bits, its high bits folded into the low ones that are used. */
function hash(bytes: Buffer, start: number, end: number): number {
  let value = 0x811c9dc5;
  for (let i = start; i < end; i++) value = Math.imul(value ^ bytes[i], 0x01000193);
  return value ^ (value >>> 15);
}
