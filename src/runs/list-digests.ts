// Digests of the lists that a run reads: by a thread, or from a cache that knows the files.
import { printDigest } from "../host/digest.js";
import { openPool } from "../host/pool.js";

/** Digests files, in order. */
export type DigestFiles = (paths: readonly string[]) => Promise<string[]>;

/** "sha256:..." of each list; made once, by whoever asks first. */
export class ListDigests {
  #made: Promise<string[]> | null = null;

  constructor(readonly paths: readonly string[]) {}

  /** Digests now, by `digest` or a thread, unless that has begun. */
  begin(digest: DigestFiles = digestInThread): void {
    this.#made ??= digest(this.paths);
    // Heard when they are asked for; a fault before that must not count as unheard.
    this.#made.catch(() => undefined);
  }

  all(): Promise<string[]> {
    this.begin();
    return this.#made!;
  }

  /** @param path one of the lists */
  async of(path: string): Promise<string> {
    return (await this.all())[this.paths.indexOf(path)];
  }
}

async function digestInThread(paths: readonly string[]): Promise<string[]> {
  const pool = openPool<string, Uint8Array>(new URL("../host/digest-file-worker.js", import.meta.url), 1);
  try {
    return (await Promise.all(paths.map((path) => pool.run(path)))).map(printDigest);
  } finally {
    await pool.close();
  }
}
