// Digests of the lists that a run reads: by a thread, or from a cache that knows the files.
import { digestInThread } from "./digest-thread.js";

/** Digests files, in order. */
export type DigestFiles = (paths: readonly string[]) => Promise<string[]>;

/** "sha256:..." of each list; made once, by whoever asks first. */
export class ListDigests {
  #made: Promise<string[]> | null = null;

  constructor(readonly paths: readonly string[]) {}

  /** Digests now, by `digest` or a thread, unless that has begun. */
  begin(digest: DigestFiles = digestOnce): void {
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

async function digestOnce(paths: readonly string[]): Promise<string[]> {
  const thread = digestInThread(paths);
  try {
    return await thread.digests;
  } finally {
    await thread.close();
  }
}
