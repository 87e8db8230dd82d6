// NIST's lists of template pairs. IJB-C's has 15.7 million lines: csv-parse would take minutes over them.
//
// Read in public code: two template ids a line parted by a comma, no heads (bob.db.ijbc; strpy); match.csv of test1 has
// the heads ENROLL_TEMPLATE_ID,VERIF_TEMPLATE_ID (readers that take its columns by these names).
import { faultsError, UserError } from "../errors.js";
import { fileError, streamBytes } from "../host/files.js";
import { checkText } from "./text-lines.js";

/** Handed the two template ids of a line; answers what is wrong with them, if anything is. */
export type MatchReader = (left: number, right: number) => string | undefined;

const expected = "two template ids parted by a comma";
const mostFaults = 1000;
const longestLine = 1 << 20;
const lineFeed = 10;
const carriageReturn = 13;
const comma = 44;

/**
 * Hands every pair of a matches file to `read`, a megabyte of the file in memory at a time.
 *
 * @param onPiece called before each piece with its bytes; may throw to end the reading
 * @throws UserError with all faults (the first thousand), or when there is no pair
 */
export async function eachMatch(path: string, read: MatchReader, onPiece: (bytes: number) => void): Promise<void> {
  checkText(path);
  const lines = new MatchLines(path, read);
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const piece of streamBytes(path)) {
      onPiece(piece.length);
      const bytes = Buffer.concat([rest, piece]);
      const whole = bytes.lastIndexOf(lineFeed) + 1;
      lines.take(bytes.subarray(0, whole));
      rest = bytes.subarray(whole);
      if (rest.length > longestLine) throw new UserError(`${path}: a line of over 1 MB, expected ${expected} a line`);
      if (lines.faults.length >= mostFaults) break;
    }
  } catch (error) {
    throw fileError(path, error);
  }
  if (lines.faults.length < mostFaults) lines.take(Buffer.concat([rest, Buffer.of(lineFeed)]));
  if (lines.faults.length > 0) throw faultsError(lines.faults);
  if (lines.pairs === 0) throw new UserError(`${path}: empty, expected ${expected} a line`);
}

class MatchLines {
  readonly faults: string[] = [];
  pairs = 0;
  #line = 0;

  constructor(
    private readonly path: string,
    private readonly read: MatchReader,
  ) {}

  /** @param bytes whole lines, each with its end */
  take(bytes: Buffer): void {
    for (let at = 0; at < bytes.length && this.faults.length < mostFaults;) {
      this.#line++;
      const middle = digitsEnd(bytes, at);
      const last = digitsEnd(bytes, middle + 1);
      const end = bytes[last] === carriageReturn ? last + 1 : last;
      if (middle > at && bytes[middle] === comma && last > middle + 1 && bytes[end] === lineFeed) {
        this.#pair(numberOf(bytes, at, middle), numberOf(bytes, middle + 1, last));
        at = end + 1;
      } else {
        const next = bytes.indexOf(lineFeed, at);
        this.#unusual(bytes.toString("utf8", at, next));
        at = next + 1;
      }
    }
  }

  #pair(left: number, right: number): void {
    this.pairs++;
    this.#fault(this.read(left, right));
  }

  /** A line of another form: blank, heads, quoted ids, blanks around them, or wrong. */
  #unusual(line: string): void {
    const text = line.replace(/^\uFEFF/, "").trim();
    const found = /^"?(\d{1,9})"?\s*[,;\s]\s*"?(\d{1,9})"?$/.exec(text);
    const heads = this.#line === 1 && /template_?id/i.test(text);
    if (found) this.#pair(Number(found[1]), Number(found[2]));
    else if (text !== "" && !heads) this.#fault(`"${text.slice(0, 60)}", expected ${expected}`);
  }

  #fault(fault: string | undefined): void {
    if (fault !== undefined) this.faults.push(`${this.path}:${this.#line}: ${fault}`);
  }
}

function digitsEnd(bytes: Buffer, from: number): number {
  let at = from;
  while (bytes[at] >= 48 && bytes[at] <= 57) at++;
  return at;
}

function numberOf(bytes: Buffer, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) value = value * 10 + bytes[at] - 48;
  return value;
}
