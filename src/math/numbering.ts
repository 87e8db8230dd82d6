/** Numbers things from 0, in the order in which they are first asked for. */
export class Numbering<Key> {
  readonly #numbers = new Map<Key, number>();

  of(key: Key): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(key, number);
    return number;
  }

  get count(): number {
    return this.#numbers.size;
  }
}
