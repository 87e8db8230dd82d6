// Embeddings on disk, shared by all evaluators, by several data sets and by several processes.
import { UserError } from "../errors.js";
import { epochMilliseconds } from "../host/clock.js";
import type { EmbeddingMatrix, ImageRef, Progress } from "../types.js";
import { DIGEST_BYTES, matches, unpackHead, type BlockHead } from "./block.js";
import { borrowed, CacheFile, recordsWithPrefix } from "./cache-file.js";
import { blockNumber, CachedRecipe } from "./cached-recipe.js";
import { digestImages, type DigestOptions, type ImageDigests } from "./image-digests.js";
import { ListMemory } from "./list-memory.js";
import type { RecipeIdentity } from "./recipe-identity.js";
import { StatIndex } from "./stat-index.js";

const DAY_MS = 86_400_000;

/** A recipe in the cache and what is stored of it. */
export interface RecipeSummary extends RecipeIdentity {
  /** 64 hex digits; the first few name it on the command line. */
  readonly digest: string;
  readonly dim: number;
  /** Vectors, an image that two processes embedded counted twice. */
  readonly rows: number;
  readonly blocks: number;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly lastWritten: number;
}

/** A block that can't be used. */
export interface CorruptBlock {
  readonly recipe: string;
  readonly block: number;
  /** Images it held; 0 where even that is not known. */
  readonly rows: number;
  readonly what: string;
}

/** What `verify` found. */
export interface CacheReport {
  readonly blocks: number;
  readonly rows: number;
  readonly corrupt: readonly CorruptBlock[];
}

/** Which blocks to drop: those that all given conditions name. `all` is for everything, file records too. */
export interface PruneOptions {
  /** Beginning of a recipe's digest. */
  readonly recipe?: string;
  readonly olderThanDays?: number;
  readonly corrupt?: boolean;
  readonly all?: boolean;
}

/** Opens the cache in a folder. @throws UserError when it can't be used, saying why */
export const openCache = (dir: string, { readOnly = false } = {}): EmbeddingCache =>
  new EmbeddingCache(CacheFile.open(dir, readOnly));

/** The embedding cache of one folder. */
export class EmbeddingCache {
  readonly #file: CacheFile;
  readonly #index: StatIndex;
  /** Image keys of long lists in stretches. @internal */
  readonly lists: ListMemory;

  /** @internal: openCache makes them */
  constructor(file: CacheFile) {
    this.#file = file;
    this.#index = new StatIndex(file);
    this.lists = new ListMemory(file);
  }

  /** The embeddings of one model and recipe, none at first. @internal */
  recipe(identity: RecipeIdentity): CachedRecipe {
    return new CachedRecipe(this.#file, identity);
  }

  /** Digests of images' bytes; files that did not change since an earlier call are not read. @internal */
  digestImages(refs: readonly ImageRef[], options?: DigestOptions): Promise<ImageDigests> {
    return digestImages(refs, this.#index, options);
  }

  /** Every recipe, by model name and digest. */
  list(): RecipeSummary[] {
    const recipes = [...recordsWithPrefix(this.#file.recipes, Buffer.alloc(0))].map(({ key, value }) => {
      const identity = JSON.parse(value.toString("utf8")) as RecipeIdentity & { dim: number };
      return { ...identity, digest: key.toString("hex"), ...this.#totals(key) };
    });
    return recipes.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  }

  #totals(prefix: Buffer) {
    const totals = { rows: 0, blocks: 0, bytes: 0, lastWritten: 0 };
    for (const { value } of recordsWithPrefix(this.#file.heads, prefix)) {
      const head = unpackHead(value);
      totals.blocks++;
      totals.bytes += value.length + (head === null ? 0 : head.rows * head.dim * 4);
      totals.rows += head?.rows ?? 0;
      totals.lastWritten = Math.max(totals.lastWritten, head?.writtenAt ?? 0);
    }
    return totals;
  }

  /** Where the cache is, its size on disk and what it holds. */
  info() {
    const recipes = this.list();
    return {
      dir: this.#file.dir,
      bytes: this.#file.bytes,
      recipes: recipes.length,
      rows: recipes.reduce((sum, { rows }) => sum + rows, 0),
      files: this.#file.files.getKeysCount(),
    };
  }

  /** Checks every checksum. Damage is reported, and repaired by `prune({ corrupt: true })` and embedding anew. */
  verify({ progress, signal }: { progress?: Progress; signal?: AbortSignal } = {}): CacheReport {
    const corrupt: CorruptBlock[] = [];
    let blocks = 0;
    let rows = 0;
    progress?.start("verifying", this.#file.heads.getKeysCount(), "blocks");
    try {
      for (const { key, head, fault } of this.#checkedBlocks(Buffer.alloc(0))) {
        signal?.throwIfAborted();
        blocks++;
        rows += head?.rows ?? 0;
        if (fault !== null) corrupt.push({ ...nameBlock(key), rows: head?.rows ?? 0, what: fault });
        progress?.step();
      }
    } finally {
      progress?.stop();
    }
    return { blocks, rows, corrupt };
  }

  *#checkedBlocks(prefix: Uint8Array): Generator<{ key: Buffer; head: BlockHead | null; fault: string | null }> {
    for (const { key, value } of recordsWithPrefix(this.#file.heads, prefix)) {
      const head = unpackHead(value);
      if (head === null) yield { key, head, fault: "the head's checksum is wrong" };
      else yield { key, head, fault: this.#vectorFault(key, head) };
    }
  }

  #vectorFault(key: Buffer, head: BlockHead): string | null {
    const vectors = borrowed(this.#file.vectors, key);
    if (vectors === undefined) return "its vectors are missing";
    return matches(head, vectors) ? null : "the vectors' checksum is wrong";
  }

  /**
   * Drops blocks. The file keeps its size: the room is used by what is written next.
   *
   * @returns blocks and images dropped
   * @throws UserError when `recipe` names none or several, or when nothing says what to drop
   */
  prune(options: PruneOptions): { blocks: number; rows: number } {
    const { recipe, olderThanDays, corrupt, all } = options;
    if (recipe === undefined && olderThanDays === undefined && !corrupt && !all) {
      throw new UserError("cache prune: say what to drop: --recipe DIGEST, --older-than DAYS, --corrupt, or --all");
    }
    const prefix = recipe === undefined ? Buffer.alloc(0) : Buffer.from(this.#named(recipe).digest, "hex");
    const before = epochMilliseconds() - (olderThanDays ?? 0) * DAY_MS;
    const doomed: { key: Buffer; rows: number }[] = [];
    const blocks = corrupt && !all ? this.#checkedBlocks(prefix) : this.#uncheckedBlocks(prefix);
    for (const { key, head, fault } of blocks) {
      const old = olderThanDays === undefined || (head !== null && head.writtenAt <= before);
      if (all || (old && (!corrupt || fault !== null))) doomed.push({ key, rows: head?.rows ?? 0 });
    }
    this.#drop(
      doomed.map(({ key }) => key),
      all ?? false,
    );
    return { blocks: doomed.length, rows: doomed.reduce((sum, { rows }) => sum + rows, 0) };
  }

  *#uncheckedBlocks(prefix: Uint8Array) {
    for (const { key, value } of recordsWithPrefix(this.#file.heads, prefix))
      yield { key, head: unpackHead(value), fault: null };
  }

  #drop(keys: readonly Buffer[], files: boolean): void {
    this.#file.write(() => {
      for (const key of keys) {
        this.#file.heads.removeSync(key);
        this.#file.vectors.removeSync(key);
      }
      for (const { key } of recordsWithPrefix(this.#file.recipes, Buffer.alloc(0))) {
        if (this.#totals(key).blocks === 0) this.#file.recipes.removeSync(key);
      }
      if (files) {
        this.#file.files.clearSync();
        this.#file.lists.clearSync();
      }
    });
  }

  /** The recipe whose digest begins so. @throws UserError when none or several do */
  #named(beginning: string): RecipeSummary {
    const recipes = this.list();
    const found = recipes.filter(({ digest }) => digest.startsWith(beginning.toLowerCase()));
    if (found.length === 1) return found[0];
    const known = recipes.map(({ digest, modelName }) => `${digest.slice(0, 12)} (${modelName})`).join(", ");
    throw new UserError(
      `recipe "${beginning}": ${found.length} in the cache, expected one of: ${known || "none, the cache is empty"}`,
    );
  }

  /**
   * All embeddings of the recipe whose digest begins with `recipe`, and a name for each: the image's path where the
   * cache knows one, else the digest of its bytes.
   */
  exportRecipe(recipe: string): { matrix: EmbeddingMatrix; names: string[]; warnings: readonly string[] } {
    const cached = this.recipe(this.#named(recipe));
    const { matrix, digests } = cached.readAll();
    const paths = this.#index.pathsByDigest();
    const names = Array.from({ length: matrix.count }, (_, row) => {
      const digest = digests.toString("hex", row * DIGEST_BYTES, (row + 1) * DIGEST_BYTES);
      return paths.get(digest) ?? digest;
    });
    return { matrix, names, warnings: cached.warnings };
  }

  /** Adds what another cache has and this one lacks. Damaged blocks are left out and reported. */
  async merge(otherDir: string): Promise<{ recipes: number; rows: number; skipped: readonly CorruptBlock[] }> {
    const other = openCache(otherDir, { readOnly: true });
    try {
      const recipes = other.list();
      const skipped: CorruptBlock[] = [];
      let rows = 0;
      for (const summary of recipes) rows += this.#mergeRecipe(other, summary, skipped);
      return { recipes: recipes.length, rows, skipped };
    } finally {
      await other.close();
    }
  }

  #mergeRecipe(other: EmbeddingCache, summary: RecipeSummary, skipped: CorruptBlock[]): number {
    const { model, modelName, pixels, view, output } = summary;
    const own = this.recipe({ model, modelName, pixels, view, output });
    let added = 0;
    for (const { key, head, fault } of other.#checkedBlocks(Buffer.from(summary.digest, "hex"))) {
      if (head === null || fault !== null) {
        skipped.push({ ...nameBlock(key), rows: head?.rows ?? 0, what: fault ?? "" });
        continue;
      }
      const missing = [...own.lookup(head.digests).entries()].filter(([, known]) => known === 0).map(([row]) => row);
      const { digests, vectors } = pickRows(head, other.#file.vectors.getBinary(key)!, missing);
      own.append(digests, vectors, head.origin);
      added += missing.length;
    }
    return added;
  }

  /** Gives back the memory that reading has mapped; recipes that are open stay so. */
  async release(): Promise<void> {
    await this.#file.release();
  }

  /** Ends all reading and writing. */
  async close(): Promise<void> {
    await this.#file.close();
  }
}

function pickRows({ digests, dim }: BlockHead, vectors: Uint8Array, rows: readonly number[]) {
  const bytes = new Uint8Array(rows.length * dim * 4);
  const picked = new Uint8Array(rows.length * DIGEST_BYTES);
  for (const [at, row] of rows.entries()) {
    bytes.set(vectors.subarray(row * dim * 4, (row + 1) * dim * 4), at * dim * 4);
    picked.set(digests.subarray(row * DIGEST_BYTES, (row + 1) * DIGEST_BYTES), at * DIGEST_BYTES);
  }
  return { digests: picked, vectors: new Float32Array(bytes.buffer) };
}

const sortKey = ({ modelName, digest }: RecipeSummary): string => `${modelName}\0${digest}`;

const nameBlock = (key: Buffer) => ({ recipe: key.toString("hex", 0, key.length - 4), block: blockNumber(key) });
