// PBM, PGM and PPM, text and binary (P1..P6), as the Netpbm manual pages describe them. The AT&T (ORL) and FERET
// faces come so; sharp's prebuilt library cannot read them, and no maintained package reads all six forms.
import { UserError } from "../errors.js";
import { newPixels, type Pixels } from "./pixels.js";

const names = ["PBM", "PGM", "PPM"];

interface Header {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** Numbers a pixel: 1 or 3. */
  readonly channels: number;
  /** The number that means white. */
  readonly maxval: number;
  readonly text: boolean;
  readonly bitmap: boolean;
  /** First byte of the pixels (binary) or behind the header's last number (text). */
  readonly start: number;
}

/** Whether the first bytes are those of P1..P6. */
export const isNetpbm = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] >= 0x31 && bytes[1] <= 0x36 && (isBlank(bytes[2]) || bytes[2] === hash);

/**
 * Pixels of a PBM, PGM or PPM; grey is repeated into the three channels, a set bit of a PBM is black.
 *
 * A sample v becomes v where maxval is 255, v >> 8 where it is 65535 (as 16-bit PNGs are read) and
 * round(v * 255 / maxval), halves up, where it is anything else. Of several images in one file the first is read.
 *
 * @throws UserError in one clause: header that is no header, sample above maxval, missing samples
 */
export function readNetpbm(bytes: Uint8Array): Pixels {
  const header = readHeader(bytes);
  const pixels = newPixels(header.width, header.height);
  const scale = levels(header);
  const next = header.text ? textSamples(bytes, header) : binarySamples(bytes, header);
  const { data } = pixels;
  const repeat = header.channels === 1;
  for (let at = 0; at < data.length; at++) {
    const sample = next();
    if (sample > header.maxval)
      throw new UserError(`${header.name}: sample ${sample}, expected at most ${header.maxval}`);
    data[at] = scale[sample];
    if (repeat) data[++at] = data[++at] = scale[sample];
  }
  return pixels;
}

function readHeader(bytes: Uint8Array): Header {
  const kind = bytes[1] - 0x31;
  const name = names[kind % 3];
  const bitmap = kind % 3 === 0;
  const words = new Words(bytes, 2, name);
  const width = words.number("width");
  const height = words.number("height");
  const maxval = bitmap ? 1 : words.number("maxval");
  if (maxval < 1 || maxval > 65535) throw new UserError(`${name}: maxval ${maxval}, expected 1 to 65535`);
  const text = kind < 3;
  return {
    name,
    width,
    height,
    channels: kind % 3 === 2 ? 3 : 1,
    maxval,
    text,
    bitmap,
    start: words.at + (text ? 0 : 1),
  };
}

/** 8-bit value of every sample from 0 to maxval. */
function levels({ maxval, bitmap }: Header): Uint8Array {
  const level = (v: number) => (maxval === 65535 ? v >> 8 : Math.floor((v * 255) / maxval + 0.5));
  return Uint8Array.from({ length: maxval + 1 }, (_, v) => (bitmap ? 255 * (1 - v) : level(v)));
}

function textSamples(bytes: Uint8Array, { name, bitmap, start }: Header): () => number {
  const words = new Words(bytes, start, name);
  return bitmap ? () => words.bit() : () => words.number("sample");
}

function binarySamples(bytes: Uint8Array, header: Header): () => number {
  const { name, width, height, channels, maxval, bitmap, start } = header;
  const wide = maxval > 255;
  const rowBytes = bitmap ? (width + 7) >> 3 : width * channels * (wide ? 2 : 1);
  const found = Math.max(0, bytes.length - start);
  if (found < rowBytes * height)
    throw new UserError(`truncated ${name}: ${found} bytes of pixels, expected ${rowBytes * height}`);
  let at = start;
  if (bitmap) return bitSamples(bytes, start, width, rowBytes);
  return wide ? () => (bytes[at++] << 8) | bytes[at++] : () => bytes[at++];
}

/** Bits from the high one down; each row begins on a byte. */
function bitSamples(bytes: Uint8Array, start: number, width: number, rowBytes: number): () => number {
  let x = 0;
  let row = start;
  return () => {
    if (x === width) {
      x = 0;
      row += rowBytes;
    }
    const bit = (bytes[row + (x >> 3)] >> (7 - (x & 7))) & 1;
    x++;
    return bit;
  };
}

const hash = 0x23;
const isBlank = (byte: number): boolean => byte === 0x20 || (byte >= 9 && byte <= 13);
const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;

/** Numbers between blanks and comments (# to the end of the line). */
class Words {
  constructor(
    readonly bytes: Uint8Array,
    public at: number,
    readonly name: string,
  ) {}

  number(what: string): number {
    this.#skip(what);
    const { bytes } = this;
    const start = this.at;
    let value = 0;
    while (isDigit(bytes[this.at]) && value < 1e9) value = value * 10 + bytes[this.at++] - 0x30;
    const next = bytes[this.at];
    const ended = next === undefined || isBlank(next) || next === hash;
    if (this.at === start || !ended)
      throw new UserError(`${this.name}: ${what} ${this.#word(start)}, expected a number`);
    return value;
  }

  /** One digit 0 or 1; a PBM in text need not part them by blanks. */
  bit(): number {
    this.#skip("sample");
    const bit = this.bytes[this.at++] - 0x30;
    if (bit !== 0 && bit !== 1) throw new UserError(`${this.name}: sample ${this.#word(this.at - 1)}, expected 0 or 1`);
    return bit;
  }

  #skip(what: string): void {
    const { bytes } = this;
    while (isBlank(bytes[this.at]) || bytes[this.at] === hash) {
      if (bytes[this.at] === hash)
        while (this.at < bytes.length && bytes[this.at] !== 10 && bytes[this.at] !== 13) this.at++;
      else this.at++;
    }
    if (this.at >= bytes.length) throw new UserError(`truncated ${this.name}: ends before its ${what}`);
  }

  #word(start: number): string {
    let end = start;
    while (end < this.bytes.length && end < start + 12 && !isBlank(this.bytes[end])) end++;
    return JSON.stringify(Buffer.from(this.bytes.subarray(start, end)).toString("latin1"));
  }
}
