// Decimal text to float32, bit for bit what Math.fround(Number(text)) gives, several times faster than making the text.

const MINUS = 45;
const PLUS = 43;
const POINT = 46;
const ZERO = 48;
const SPACE = 32;
const LOWER_E = 101;
/** Setting this bit turns an upper-case ASCII letter into the lower-case one. */
const LOWER_BIT = 32;

/** 10^0 .. 10^22: the powers of ten that a double holds exactly. */
const powers = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/** An integer below this takes one more digit and stays below 10^9. */
const ROOM_FOR_A_DIGIT = 1e8;

/** Why a field gave no finite number. */
export type FieldFault = "not a number" | "not finite";

/** Reads numbers off a buffer. `at` is the next byte; after a fault `fault` says what was wrong with the field read last. */
export class DecimalScanner {
  at = 0;
  fault: FieldFault | null = null;

  /** @param bytes text whose last byte is a line end, so that no field runs past it */
  constructor(readonly bytes: Uint8Array) {}

  /**
   * Reads the number whose first byte is at `at`, which must not be blank, and leaves `at` on the blank behind it.
   *
   * Up to 15 digits are gathered as an exact integer m; m / 10^k or m * 10^k with k <= 22 is then rounded once, hence
   * correctly (Clinger 1990). Where digits were left out the true value lies in [m, m + 1) * 10^k: rounding is
   * monotone, so when both ends give one float32, that is the answer. All else goes to Number.
   *
   * @param into gets the float32 at `place`; NaN or an infinity, with `fault` set, where the field is no finite number.
   *   A returned double would take memory of its own, 16 bytes a value.
   */
  read(into: Float32Array, place: number): void {
    const bytes = this.bytes;
    const start = this.at;
    let at = start;
    let c = bytes[at];
    const negative = c === MINUS;
    if (negative || c === PLUS) c = bytes[++at];

    // Nine digits fit an int32, whose arithmetic has half a double's latency; six more make 15.
    let high = 0;
    let digit = c - ZERO;
    const integerAt = at;
    while (digit >= 0 && digit <= 9 && high < ROOM_FOR_A_DIGIT) {
      high = high * 10 + digit;
      digit = (c = bytes[++at]) - ZERO;
    }
    if (digit >= 0 && digit <= 9) return this.#slow(start, into, place);
    let digits = at - integerAt;
    let low = 0;
    let lowDigits = 0;
    let leftOut = 0;
    let scale = 0;
    if (c === POINT) {
      const fractionAt = at + 1;
      digit = (c = bytes[++at]) - ZERO;
      while (digit >= 0 && digit <= 9 && high < ROOM_FOR_A_DIGIT) {
        high = high * 10 + digit;
        digit = (c = bytes[++at]) - ZERO;
      }
      scale = fractionAt - at;
      while (digit >= 0 && digit <= 9 && lowDigits < 6) {
        low = low * 10 + digit;
        lowDigits++;
        digit = (c = bytes[++at]) - ZERO;
      }
      scale -= lowDigits;
      while (digit >= 0 && digit <= 9) {
        leftOut |= digit;
        digit = (c = bytes[++at]) - ZERO;
      }
      digits += at - fractionAt;
    }
    if (digits > 0 && (c | LOWER_BIT) === LOWER_E) {
      const exponentAt = at;
      at = this.#skipExponent(at + 1);
      scale += this.#exponent(exponentAt + 1, at);
      c = bytes[at];
    }
    this.at = at;
    if (digits === 0 || c > SPACE || scale < -22 || scale > 22) return this.#slow(start, into, place);
    const mantissa = high * powers[lowDigits] + low;
    const power = powers[scale < 0 ? -scale : scale];
    const value = scale < 0 ? mantissa / power : mantissa * power;
    if (leftOut !== 0) {
      const above = scale < 0 ? (mantissa + 1) / power : (mantissa + 1) * power;
      if (Math.fround(value) !== Math.fround(above)) return this.#slow(start, into, place);
    }
    this.fault = null;
    into[place] = negative ? -value : value;
  }

  #skipExponent(at: number): number {
    if (this.bytes[at] === MINUS || this.bytes[at] === PLUS) at++;
    while (this.bytes[at] >= ZERO && this.bytes[at] <= ZERO + 9) at++;
    return at;
  }

  /** NaN, which no range holds, where there are no digits or more than any double needs: Number decides then. */
  #exponent(from: number, to: number): number {
    let value = 0;
    const signed = this.bytes[from] === MINUS || this.bytes[from] === PLUS;
    const first = signed ? from + 1 : from;
    if (first === to || to - first > 6) return Infinity;
    for (let at = first; at < to; at++) value = value * 10 + this.bytes[at] - ZERO;
    return this.bytes[from] === MINUS ? -value : value;
  }

  #slow(start: number, into: Float32Array, place: number): void {
    const text = this.fieldAt(start);
    this.at = start + text.length;
    const value = slowNumber(text);
    this.fault = value === null ? "not a number" : Number.isFinite(Math.fround(value)) ? null : "not finite";
    into[place] = value ?? NaN;
  }

  /** The blank-separated field that begins at `start`, one character a byte. */
  fieldAt(start: number): string {
    let end = start;
    while (this.bytes[end] > SPACE) end++;
    return Buffer.from(this.bytes.subarray(start, end)).toString("latin1");
  }
}

const decimalForm = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function slowNumber(text: string): number | null {
  if (decimalForm.test(text)) return Number(text);
  switch (text.toLowerCase().replace(/^[+-]/, "")) {
    case "nan":
      return NaN;
    case "inf":
    case "infinity":
      return text.startsWith("-") ? -Infinity : Infinity;
    default:
      return null;
  }
}
