import { statOf, type WholeFile } from "../host/files.js";
import { eachMatch } from "../protocol/nist-matches.js";
import type { Progress } from "../types.js";

export interface PairCounts {
  readonly pairs: number;
  readonly genuine: number;
}

const megabyte = 1 << 20;
/** Two ids of nine digits at most, a label, blanks and a line end. */
const longestLine = 24;

/**
 * Writes `tid1 tid2 0|1` for each line of NIST's matches, in its order; 1 where both templates are of one subject.
 *
 * @throws UserError naming the lines that are faulty or name a template of unknown subject
 */
export async function writePairs(
  matches: string,
  subjects: ReadonlyMap<number, number>,
  file: WholeFile,
  { progress, signal }: { progress: Progress; signal: AbortSignal },
): Promise<PairCounts> {
  const lines = new PairLines(file);
  progress.start("pairs", Math.ceil(Number(statOf(matches)?.size ?? 0) / megabyte), "MB");
  const read = (left: number, right: number): string | undefined => {
    const [a, b] = [subjects.get(left), subjects.get(right)];
    if (a === undefined || b === undefined)
      return `template ${a === undefined ? left : right}, expected one that the template files list`;
    lines.add(left, right, a === b);
    return undefined;
  };
  try {
    await eachMatch(matches, read, () => {
      signal.throwIfAborted();
      progress.step();
    });
  } finally {
    progress.stop();
  }
  lines.flush();
  const { pairs, genuine } = lines;
  return { pairs, genuine };
}

/** Puts lines together as bytes: strings for 16 million of them would take most of the time. */
class PairLines {
  readonly #bytes = Buffer.alloc(megabyte);
  #length = 0;
  pairs = 0;
  genuine = 0;

  constructor(private readonly file: WholeFile) {}

  add(left: number, right: number, same: boolean): void {
    if (this.#length + longestLine > megabyte) this.flush();
    this.#number(left);
    this.#number(right);
    this.#bytes[this.#length++] = same ? 49 : 48;
    this.#bytes[this.#length++] = 10;
    this.pairs++;
    if (same) this.genuine++;
  }

  flush(): void {
    this.file.write(this.#bytes.subarray(0, this.#length));
    this.#length = 0;
  }

  /** The number's digits and a blank. */
  #number(value: number): void {
    let end = this.#length + 1;
    for (let rest = value; rest >= 10; rest = Math.floor(rest / 10)) end++;
    for (let rest = value, at = end - 1; at >= this.#length; rest = Math.floor(rest / 10), at--)
      this.#bytes[at] = 48 + (rest % 10);
    this.#bytes[end] = 32;
    this.#length = end + 1;
  }
}
