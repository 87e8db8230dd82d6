// Which image of a template protocol each row of features is of.
import { faultsError, UserError } from "../errors.js";
import { mostFaults } from "../protocol/byte-fields.js";
import type { TemplateImages } from "../protocol/template-images.js";

/**
 * Which image of the list a row is of: the next one where it has its name or none has names, else the first one of that
 * name that has no row yet: a picture of several templates is as many images. Keeps the rows' faults until the end, a
 * thousand at most.
 */
export class RowMatcher {
  readonly #seen: Uint8Array;
  #shared: ReadonlyMap<number, readonly number[]> | null = null;
  readonly #faults: string[] = [];
  #next = 0;
  #taken = 0;

  constructor(
    private readonly path: string,
    private readonly images: TemplateImages,
    private readonly named: boolean,
  ) {
    this.#seen = new Uint8Array(images.names.count);
  }

  /** -1 = none, which is a fault. */
  imageOf(name: string | undefined, line: number): number {
    const found = this.#find(name);
    if (found < 0) return this.#fault(line, `"${name}" is no image of ${this.images.source}`);
    const image = this.#seen[found] === 0 ? found : this.#unseenOfName(found);
    if (image < 0) return this.#fault(line, `"${name}" is there twice, expected each image once`);
    this.#seen[image] = 1;
    this.#taken++;
    this.#next = image + 1;
    return image;
  }

  #find(name: string | undefined): number {
    const { names } = this.images;
    if (!this.named || name === undefined) return this.#next;
    if (this.#next < names.count && names.isAt(this.#next, name)) return this.#next;
    const image = names.rowOf(name);
    // Features of crops may carry the path of the crop.
    return image >= 0 ? image : names.rowOf(name.slice(name.lastIndexOf("/") + 1));
  }

  /** An image of the same name that has no row yet; -1 = none. */
  #unseenOfName(image: number): number {
    const { names } = this.images;
    this.#shared ??= sharedNames(this.images);
    return this.#shared.get(names.rowOf(names.at(image)))?.find((row) => this.#seen[row] === 0) ?? -1;
  }

  /** @param views the file whose row it is where embeddings are sums of two; absent = there is one file */
  refuse(image: number, magnitude: number, line: number, views?: { plainIsSound: boolean; flipPlace: string }): void {
    const of = `embedding of "${this.images.names.at(image)}":`;
    const zero = views ? "0 when its mirror image's is added" : "all values are 0";
    if (magnitude === 0) this.#fault(line, `${of} ${zero}, expected a direction`);
    else if (views?.plainIsSound) this.#add(`${views.flipPlace}: ${of} not all values are finite`);
    else this.#fault(line, `${of} not all values are finite`);
  }

  #fault(line: number, what: string): -1 {
    return this.#add(`${this.path}:${line}: ${what}`);
  }

  #add(fault: string): -1 {
    if (this.#faults.push(fault) >= mostFaults) throw faultsError(this.#faults);
    return -1;
  }

  finish(): void {
    if (this.#faults.length > 0) throw faultsError(this.#faults);
    const { names, source } = this.images;
    if (this.#taken === names.count) return;
    const first = names.at(this.#seen.indexOf(0));
    const missing = names.count - this.#taken;
    throw new UserError(
      `${this.path}: ${missing} of ${names.count} images of ${source} are not in it, "${first}" the first`,
    );
  }
}

/** Images of each name that several have, by the first of them. */
function sharedNames({ names }: TemplateImages): Map<number, number[]> {
  const shared = new Map<number, number[]>();
  for (const { row, earlier } of names.repeats(Infinity)) {
    const rows = shared.get(earlier) ?? [earlier];
    if (rows.push(row) === 2) shared.set(earlier, rows);
  }
  return shared;
}
