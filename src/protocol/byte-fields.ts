const LF = 10;
const SPACE = 32;
const ZERO = 48;

/** Faults of one file after which reading on tells nobody more. */
export const mostFaults = 1000;

/** Where a text begins: behind the byte-order mark, where it has one. */
export const textStart = (bytes: Buffer): number => (bytes.toString("latin1", 0, 3) === "\xef\xbb\xbf" ? 3 : 0);

/** Blank-separated fields of a text in bytes, read without making strings. LF or CRLF; blanks at a line's end allowed. */
export class ByteFields {
  /** Whether a field since the last `nextLine` was no whole number below 2^32. */
  fault = false;

  constructor(
    private readonly bytes: Buffer,
    public at: number,
  ) {}

  /** Skips blanks. @returns whether nothing more is on this line */
  atLineEnd(): boolean {
    const { bytes } = this;
    while (this.at < bytes.length && bytes[this.at] <= SPACE && bytes[this.at] !== LF) this.at++;
    return this.at >= bytes.length || bytes[this.at] === LF;
  }

  skipField(): void {
    while (this.at < this.bytes.length && this.bytes[this.at] > SPACE) this.at++;
  }

  /** The next field as a whole number below a limit; 0 and a fault where it is none. */
  wholeNumber(limit = 2 ** 32): number {
    const { bytes } = this;
    let at = this.at;
    while (bytes[at] === SPACE || bytes[at] === 9) at++;
    const start = at;
    let value = 0;
    for (let digit = bytes[at] - ZERO; digit >= 0 && digit <= 9; digit = bytes[++at] - ZERO) value = value * 10 + digit;
    this.at = at;
    if (at > start && value < limit && (at >= bytes.length || bytes[at] <= SPACE)) return value;
    this.fault = true;
    return 0;
  }

  /** The blank-separated words from here to the line's end; stays where it is. */
  words(): string[] {
    const end = this.bytes.indexOf(LF, this.at);
    const text = this.bytes.toString("utf8", this.at, end < 0 ? this.bytes.length : end);
    return text.trim().split(/[ \t]+/);
  }

  /** Goes to the next line's first byte, or the text's end. */
  nextLine(): void {
    const end = this.bytes.indexOf(LF, this.at);
    this.at = end < 0 ? this.bytes.length : end + 1;
    this.fault = false;
  }

  /** The line that `inside` lies in, for a message. */
  line(inside: number): string {
    const start = this.bytes.lastIndexOf(LF, inside - 1) + 1;
    const end = this.bytes.indexOf(LF, inside);
    const text = this.bytes.toString("utf8", inside === 0 ? 0 : start, end < 0 ? this.bytes.length : end).trim();
    return text.length > 60 ? `${text.slice(0, 60)}...` : text;
  }
}
