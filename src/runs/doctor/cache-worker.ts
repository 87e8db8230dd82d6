import { openCache } from "../../store/cache.js";

export interface CacheTask {
  /** The cache's folder; null = there is none yet. */
  readonly dir: string | null;
  /** An empty folder on the same disk, to try LMDB in. */
  readonly scratch: string;
}

export interface CacheAnswer {
  readonly held: { readonly bytes: number; readonly recipes: number; readonly rows: number } | null;
  /** What went wrong with a vector written and read back, or null. */
  readonly fault: string | null;
}

/** Looks at the cache, and whether LMDB keeps what it is given on this disk. @throws UserError for a cache that can't be read */
export default async function lookAtCache({ dir, scratch }: CacheTask): Promise<CacheAnswer> {
  return { held: dir === null ? null : await contentsOf(dir), fault: await roundTrip(scratch) };
}

async function contentsOf(dir: string): Promise<CacheAnswer["held"]> {
  const cache = openCache(dir, { readOnly: true });
  try {
    const { bytes, recipes, rows } = cache.info();
    return { bytes, recipes, rows };
  } finally {
    await cache.close();
  }
}

const identity = { model: "sha256:0", modelName: "doctor", pixels: {}, view: "plain", output: "embedding" };
const digest = new Uint8Array(32).fill(7);
const vector = Float32Array.of(0.5, -2, 3.25, 1e-6);

async function roundTrip(scratch: string): Promise<string | null> {
  const cache = openCache(scratch);
  try {
    cache.recipe(identity).append(digest, vector, { provider: "cpu", runtime: "none" });
  } finally {
    await cache.close();
  }
  const again = openCache(scratch, { readOnly: true });
  try {
    const read = new Float32Array(vector.length);
    const known = again.recipe(identity).read(digest, read);
    return known[0] === 1 && read.every((value, i) => value === vector[i]) ? null : "what was written is not read back";
  } finally {
    await again.close();
  }
}
