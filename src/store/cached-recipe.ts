import { UserError } from "../errors.js";
import { epochMilliseconds } from "../host/clock.js";
import type { EmbeddingMatrix } from "../types.js";
import {
  bytesOf,
  checksumOf,
  DIGEST_BYTES,
  matches,
  packHead,
  unpackHead,
  type BlockHead,
  type Origin,
} from "./block.js";
import { borrowed, lastKeyWithPrefix, recordsWithPrefix, type CacheFile } from "./cache-file.js";
import { DigestTable, wordsOf } from "./digest-table.js";
import { recipeDigest, type RecipeIdentity } from "./recipe-identity.js";

/** Most rows of a block: what one flipped byte can cost. */
const BLOCK_ROWS = 1024;
/** A writer's last block takes further rows until it has this many, so that small batches don't make small blocks. */
const TAIL_ROWS = 256;

/** A block without its digests, which the table holds. */
interface Block extends Omit<BlockHead, "digests"> {
  readonly key: Buffer;
}

/** A block to be written, and its vectors, kept so that the next small batch can be put behind them. */
interface Draft {
  readonly key: Buffer;
  readonly origin: Origin;
  readonly digests: Uint8Array;
  readonly vectors: Uint8Array;
}

/** The embeddings of one recipe. Rows that other processes add after it was opened are seen when it's opened again. */
export class CachedRecipe {
  readonly #file: CacheFile;
  readonly #prefix: Buffer;
  readonly #table: DigestTable;
  readonly #blocks: Block[] = [];
  readonly #blockByKey = new Map<string, number>();
  #tail: Draft | null = null;
  #dim: number | null = null;
  /** Damage met so far, one line each; damaged rows count as not cached. */
  readonly warnings: string[] = [];

  constructor(
    file: CacheFile,
    readonly identity: RecipeIdentity,
  ) {
    this.#file = file;
    this.#prefix = recipeDigest(identity);
    const records = [...recordsWithPrefix(file.heads, this.#prefix)];
    this.#table = new DigestTable(records.reduce((sum, { value }) => sum + value.length / DIGEST_BYTES, 0));
    for (const { key, value } of records) this.#openBlock(key, value);
  }

  /** Values a vector; null while nothing is cached. */
  get dim(): number | null {
    return this.#dim;
  }

  /** Images that have an embedding here. */
  get count(): number {
    return this.#table.size;
  }

  #openBlock(key: Buffer, value: Buffer): void {
    const head = unpackHead(value);
    if (head === null) this.warnings.push(`${this.#nameOf(key)}: its head is damaged; the images count as not cached`);
    else this.#remember(key, head);
  }

  #nameOf(key: Buffer): string {
    return `${this.#file.dir}: block ${blockNumber(key)} of ${this.identity.modelName}`;
  }

  #remember(key: Buffer, { digests, ...facts }: BlockHead): void {
    const id = key.toString("hex");
    const index = this.#blockByKey.get(id) ?? this.#blocks.length;
    this.#blocks[index] = { key, ...facts };
    this.#blockByKey.set(id, index);
    this.#dim ??= facts.dim;
    const words = wordsOf(digests);
    for (let row = 0; row < facts.rows; row++) this.#table.set(words, row * (DIGEST_BYTES / 4), index, row);
  }

  /** 1 where the image has an embedding here, by its digest; `digests` holds 32 bytes an image. Reads no vectors. */
  lookup(digests: Uint8Array): Uint8Array {
    const words = wordsOf(digests);
    return Uint8Array.from({ length: digests.length / DIGEST_BYTES }, (_, image) =>
      this.#table.find(words, image * (DIGEST_BYTES / 4)) < 0 ? 0 : 1,
    );
  }

  /**
   * Copies embeddings into `into`, row i for the i-th digest; rows not cached are left as they are. Each block is read
   * once, whatever the order of the digests, and its checksum verified.
   *
   * @returns 1 for each row that was filled
   */
  read(digests: Uint8Array, into: Float32Array): Uint8Array {
    const images = digests.length / DIGEST_BYTES;
    const found = new Uint8Array(images);
    if (this.#dim === null) return found;
    if (into.length < images * this.#dim)
      throw new RangeError(`room for ${into.length} values, need ${images * this.#dim}`);
    const stride = this.#dim * 4;
    const target = bytesOf(into);
    const { order, ends, entries } = this.#groupByBlock(wordsOf(digests), images);
    for (let block = 0, at = 0; block < this.#blocks.length; at = ends[block++]) {
      if (at === ends[block]) continue;
      const vectors = this.#verifiedVectors(this.#blocks[block]);
      if (vectors === null) continue;
      for (let next = at; next < ends[block];) {
        const image = order[next];
        const row = this.#table.rowOf(entries[image]);
        // Images asked for in the order they were embedded are copied together.
        let run = 0;
        do found[image + run++] = 1;
        while (
          next + run < ends[block] &&
          order[next + run] === image + run &&
          this.#table.rowOf(entries[image + run]) === row + run
        );
        target.set(vectors.subarray(row * stride, (row + run) * stride), image * stride);
        next += run;
      }
    }
    return found;
  }

  /** The images that have an entry, sorted by block (a counting sort); block b's are order[ends[b - 1] .. ends[b]). */
  #groupByBlock(words: Uint32Array, images: number) {
    const entries = new Int32Array(images);
    const ends = new Uint32Array(this.#blocks.length + 1);
    for (let image = 0; image < images; image++) {
      entries[image] = this.#table.find(words, image * (DIGEST_BYTES / 4));
      if (entries[image] >= 0) ends[this.#table.blockOf(entries[image]) + 1]++;
    }
    for (let block = 0; block < this.#blocks.length; block++) ends[block + 1] += ends[block];
    const order = new Uint32Array(ends[this.#blocks.length]);
    for (let image = 0; image < images; image++) {
      if (entries[image] >= 0) order[ends[this.#table.blockOf(entries[image])]++] = image;
    }
    return { order, ends, entries };
  }

  /** A block's vectors, good until the next read, or null with a warning where they are damaged or gone. */
  #verifiedVectors(block: Block): Uint8Array | null {
    const { key, rows } = block;
    const vectors = borrowed(this.#file.vectors, key);
    if (matches(block, vectors)) return vectors;
    // Another process may have put rows behind those we know; its head has the checksum of all of them.
    const record = this.#file.heads.getBinary(key);
    const newer = record === undefined ? null : unpackHead(record);
    const longer = borrowed(this.#file.vectors, key);
    if (newer !== null && newer.rows > rows && matches(newer, longer)) return longer;
    this.warnings.push(`${this.#nameOf(key)}: damaged or removed; its ${rows} images count as not cached`);
    return null;
  }

  /**
   * Adds embeddings in one transaction that is on the disk when this returns.
   *
   * @param digests 32 bytes an image
   * @param vectors as many rows, one after another
   * @throws UserError when the disk is full or the cache can't be written
   */
  append(digests: Uint8Array, vectors: Float32Array, origin: Origin): void {
    const rows = digests.length / DIGEST_BYTES;
    if (rows === 0) return;
    const dim = vectors.length / rows;
    if (!Number.isInteger(dim) || dim === 0) throw new RangeError(`${vectors.length} values for ${rows} images`);
    if (this.#dim !== null && dim !== this.#dim) {
      throw new UserError(`${this.identity.modelName}: gave ${dim} values an image, the cache holds ${this.#dim}`);
    }
    const written = this.#file.write(() => {
      this.#file.recipes.putSync(this.#prefix, Buffer.from(JSON.stringify({ ...this.identity, dim })));
      const drafts = this.#draft(digests, bytesOf(vectors), origin, dim * 4);
      return drafts.map((draft) => ({ draft, head: this.#put(draft, dim) }));
    });
    for (const { draft, head } of written) this.#remember(draft.key, head);
    const { draft, head } = written[written.length - 1];
    this.#tail = head.rows < TAIL_ROWS ? copyOf(draft) : null;
  }

  /** Cuts a batch into blocks; a small one goes behind the rows of this writer's last block, under its key. */
  #draft(digests: Uint8Array, vectors: Uint8Array, origin: Origin, stride: number): Draft[] {
    const rows = digests.length / DIGEST_BYTES;
    if (this.#tail !== null && rows < TAIL_ROWS && sameOrigin(this.#tail.origin, origin)) {
      const { key, digests: before, vectors: above } = this.#tail;
      return [{ key, origin, digests: Buffer.concat([before, digests]), vectors: Buffer.concat([above, vectors]) }];
    }
    const first = nextNumber(lastKeyWithPrefix(this.#file.heads, this.#prefix));
    return Array.from({ length: Math.ceil(rows / BLOCK_ROWS) }, (_, block) => {
      const from = block * BLOCK_ROWS;
      const to = from + BLOCK_ROWS;
      return {
        key: blockKey(this.#prefix, first + block),
        origin,
        digests: digests.subarray(from * DIGEST_BYTES, to * DIGEST_BYTES),
        vectors: vectors.subarray(from * stride, to * stride),
      };
    });
  }

  #put({ key, origin, digests, vectors }: Draft, dim: number): BlockHead {
    const rows = digests.length / DIGEST_BYTES;
    const head = { rows, dim, origin, writtenAt: epochMilliseconds(), checksum: checksumOf(vectors), digests };
    this.#file.heads.putSync(key, packHead(head));
    this.#file.vectors.putSync(key, vectors as Buffer);
    return head;
  }

  /** What made the vectors, and how many each made, most first. */
  origins(): (Origin & { rows: number })[] {
    const rows = new Map<string, Origin & { rows: number }>();
    for (const { origin, rows: own } of this.#blocks) {
      const name = `${origin.provider} ${origin.runtime}`;
      rows.set(name, { ...origin, rows: (rows.get(name)?.rows ?? 0) + own });
    }
    return [...rows.values()].sort((a, b) => b.rows - a.rows);
  }

  /** Every embedding that can be read, in the order images were first added, and the digests of their images. */
  readAll(): { matrix: EmbeddingMatrix; digests: Buffer } {
    const all = this.#table.digests();
    const dim = this.#dim ?? 0;
    const values = new Float32Array(this.count * dim);
    const found = this.read(all, values);
    const digests = Buffer.from(all);
    let count = 0;
    for (let row = 0; row < found.length; row++) {
      if (found[row] === 0) continue;
      values.copyWithin(count * dim, row * dim, (row + 1) * dim);
      digests.copyWithin(count * DIGEST_BYTES, row * DIGEST_BYTES, (row + 1) * DIGEST_BYTES);
      count++;
    }
    return {
      matrix: { count, dim, values: values.subarray(0, count * dim) },
      digests: digests.subarray(0, count * DIGEST_BYTES),
    };
  }
}

const sameOrigin = (a: Origin, b: Origin): boolean => a.provider === b.provider && a.runtime === b.runtime;

/** The caller may fill its batch anew while the last block waits for more rows. */
const copyOf = (draft: Draft): Draft => ({
  ...draft,
  digests: Buffer.from(draft.digests),
  vectors: Buffer.from(draft.vectors),
});

function blockKey(prefix: Buffer, number: number): Buffer {
  const key = Buffer.alloc(prefix.length + 4);
  prefix.copy(key);
  key.writeUInt32BE(number, prefix.length);
  return key;
}

/** A block's number within its recipe. */
export const blockNumber = (key: Buffer): number => key.readUInt32BE(key.length - 4);

const nextNumber = (last: Buffer | null): number => (last === null ? 0 : blockNumber(last) + 1);
