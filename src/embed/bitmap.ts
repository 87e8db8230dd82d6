// Windows and OS/2 bitmaps. sharp's prebuilt library cannot read them; bmp-ts 1.0.9 reads one row only of 4-bit
// images of odd width, puts RLE pixels in the wrong bytes and ignores where the header says the pixels begin.
import { UserError } from "../errors.js";
import { newPixels, type Pixels } from "./pixels.js";

interface Header {
  readonly width: number;
  readonly height: number;
  readonly topDown: boolean;
  /** Bits a pixel: 1, 4, 8, 16, 24, 32. */
  readonly depth: number;
  /** 0 none, 1 RLE of bytes, 2 RLE of nibbles, 3 and 6 masks. */
  readonly compression: number;
  /** R, G, B of colour 0, 1, ...; black beyond the last one that is there. */
  readonly palette: Uint8Array;
  /** Bits of red, green and blue in a pixel of 16 or 32 bits. */
  readonly masks: readonly [number, number, number];
  /** The pixels' bytes. */
  readonly body: Uint8Array;
}

/** "BM", and an info header shorter than 64 KiB: a text may begin with the letters, but holds no zero bytes. */
export const isBitmap = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x42 && bytes[1] === 0x4d && (bytes.length < 18 || (bytes[16] === 0 && bytes[17] === 0));

/**
 * Pixels of a BMP: 1, 4, 8, 16, 24 and 32 bits, RLE4 and RLE8, masks, rows from the bottom or the top.
 *
 * A channel of n < 8 bits is shifted left by 8 - n, as OpenCV does; the fourth byte of 32 bits is dropped;
 * pixels that RLE jumps over have colour 0.
 *
 * @throws UserError in one clause
 */
export function readBitmap(bytes: Uint8Array): Pixels {
  const header = readHeader(bytes);
  const pixels = newPixels(header.width, header.height);
  if (header.compression === 1 || header.compression === 2) paintIndices(header, runLengthIndices(header), pixels);
  else {
    const rowBytes = Math.ceil((header.width * header.depth) / 32) * 4;
    const expected = rowBytes * header.height;
    if (header.body.length < expected)
      throw new UserError(`truncated BMP: ${header.body.length} bytes of pixels, expected ${expected}`);
    if (header.depth <= 8) paintIndices(header, packedIndices(header, rowBytes), pixels);
    else paintColours(header, rowBytes, pixels);
  }
  return pixels;
}

function readHeader(bytes: Uint8Array): Header {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const infoBytes = bytes.length < 18 ? 0 : view.getUint32(14, true);
  if (bytes.length < 14 + Math.max(infoBytes, 12)) throw new UserError("truncated BMP: ends inside its header");
  if (infoBytes !== 12 && infoBytes < 40)
    throw new UserError(`BMP: header of ${infoBytes} bytes, expected 12 or at least 40`);
  const old = infoBytes === 12;
  const width = old ? view.getUint16(18, true) : view.getInt32(18, true);
  const height = old ? view.getUint16(20, true) : view.getInt32(22, true);
  const depth = view.getUint16(old ? 24 : 28, true);
  const compression = old ? 0 : view.getUint32(30, true);
  checkForm(depth, compression);
  const offset = view.getUint32(10, true);
  return {
    width,
    height: Math.abs(height),
    topDown: height < 0,
    depth,
    compression,
    palette: readPalette(bytes, 14 + infoBytes, offset, old ? 3 : 4),
    masks:
      compression === 3 || compression === 6
        ? readMasks(view)
        : depth === 16
          ? [0x7c00, 0x3e0, 0x1f]
          : [0xff0000, 0xff00, 0xff],
    body: bytes.subarray(offset),
  };
}

function checkForm(depth: number, compression: number): void {
  const forms: Record<number, readonly number[]> = {
    1: [0],
    4: [0, 2],
    8: [0, 1],
    16: [0, 3, 6],
    24: [0],
    32: [0, 3, 6],
  };
  if (!(depth in forms)) throw new UserError(`BMP: ${depth} bits a pixel, expected 1, 4, 8, 16, 24 or 32`);
  if (!forms[depth].includes(compression))
    throw new UserError(`BMP: compression ${compression} with ${depth} bits a pixel is not read`);
}

/** The masks follow the first 40 bytes of the info header, be they part of it or not. */
function readMasks(view: DataView): [number, number, number] {
  if (view.byteLength < 66) throw new UserError("truncated BMP: ends inside its header");
  const masks = [54, 58, 62].map((at) => view.getUint32(at, true));
  if (masks.includes(0)) throw new UserError("BMP: a colour without a bit in its mask");
  return masks as [number, number, number];
}

function readPalette(bytes: Uint8Array, start: number, end: number, entryBytes: number): Uint8Array {
  const palette = new Uint8Array(256 * 3);
  const count = Math.min(256, Math.floor((Math.min(end, bytes.length) - start) / entryBytes));
  for (let i = 0; i < count; i++)
    for (let c = 0; c < 3; c++) palette[3 * i + c] = bytes[start + entryBytes * i + 2 - c];
  return palette;
}

/** Row of the file that holds row y of the image. */
const fileRow = ({ topDown, height }: Header, y: number): number => (topDown ? y : height - 1 - y);

/** Colour numbers row by row as they lie in the file. */
function packedIndices({ width, height, depth, body }: Header, rowBytes: number): Uint8Array {
  const indices = new Uint8Array(width * height);
  const perByte = 8 / depth;
  const mask = (1 << depth) - 1;
  for (let row = 0, at = 0; row < height; row++)
    for (let x = 0; x < width; x++, at++) {
      const byte = body[row * rowBytes + Math.floor(x / perByte)];
      indices[at] = (byte >> (8 - depth - (x % perByte) * depth)) & mask;
    }
  return indices;
}

/** Colour numbers of RLE4 and RLE8, row by row as they lie in the file. */
function runLengthIndices({ width, height, compression, body }: Header): Uint8Array {
  const indices = new Uint8Array(width * height);
  const nibbles = compression === 2;
  let x = 0;
  let row = 0;
  const put = (index: number) => {
    if (x < width && row < height) indices[row * width + x] = index;
    x++;
  };
  for (let at = 0; row < height;) {
    if (at + 1 >= body.length) throw new UserError("truncated BMP: ends inside its runs");
    const count = body[at++];
    const code = body[at++];
    if (count > 0) {
      for (let i = 0; i < count; i++) put(nibbles ? (i & 1 ? code & 15 : code >> 4) : code);
    } else if (code === 0) {
      x = 0;
      row++;
    } else if (code === 1) {
      break;
    } else if (code === 2) {
      x += body[at++] ?? 0;
      row += body[at++] ?? 0;
    } else {
      for (let i = 0; i < code; i++) put(nibbles ? (body[at + (i >> 1)] >> (i & 1 ? 0 : 4)) & 15 : body[at + i]);
      const used = nibbles ? (code + 1) >> 1 : code;
      at += used + (used & 1);
    }
  }
  return indices;
}

function paintIndices(header: Header, indices: Uint8Array, { width, height, data }: Pixels): void {
  const { palette } = header;
  for (let y = 0, to = 0; y < height; y++) {
    const start = fileRow(header, y) * width;
    for (let x = 0; x < width; x++) {
      const from = 3 * indices[start + x];
      data[to++] = palette[from];
      data[to++] = palette[from + 1];
      data[to++] = palette[from + 2];
    }
  }
}

function paintColours(header: Header, rowBytes: number, { width, height, data }: Pixels): void {
  const { depth, body, masks } = header;
  const pixelBytes = depth / 8;
  const channels = masks.map(channelReader);
  for (let y = 0, to = 0; y < height; y++) {
    let from = fileRow(header, y) * rowBytes;
    for (let x = 0; x < width; x++, from += pixelBytes) {
      let value = body[from] | (body[from + 1] << 8);
      if (pixelBytes > 2) value |= body[from + 2] << 16;
      if (pixelBytes > 3) value |= body[from + 3] << 24;
      for (const channel of channels) data[to++] = channel(value);
    }
  }
}

/** Takes one channel out of a pixel and brings it to 8 bits. */
function channelReader(mask: number): (pixel: number) => number {
  const low = 31 - Math.clz32(mask & -mask);
  const bits = 32 - Math.clz32(mask) - low;
  const right = Math.max(0, bits - 8);
  const left = Math.max(0, 8 - bits);
  return (pixel) => (((pixel & mask) >>> low) >>> right) << left;
}
