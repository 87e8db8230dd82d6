// Files digested by a thread while others work.
import { printDigest } from "../host/digest.js";
import { openPool } from "../host/pool.js";

export interface DigestThread {
  /** "sha256:..." of each file, in order. @throws UserError where one can't be read, when it is asked for */
  readonly digests: Promise<string[]>;
  /** Ends the thread, whether it is done or not. */
  close(): Promise<void>;
}

export function digestInThread(paths: readonly string[]): DigestThread {
  const pool = openPool<string, Uint8Array>(new URL("../host/digest-file-worker.js", import.meta.url), 1);
  const digests = Promise.all(paths.map((path) => pool.run(path))).then((made) => made.map(printDigest));
  digests.catch(() => undefined); // Heard when they are asked for; a fault before that must not count as unheard.
  return { digests, close: () => pool.close() };
}
