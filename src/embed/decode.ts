// The door to sharp. Whatever the file, the result is what Python users get from cv2.imread(path, IMREAD_COLOR).
import type { default as SharpModule, Sharp } from "sharp";
import { UserError } from "../errors.js";
import { isBitmap, readBitmap } from "./bitmap.js";
import { decodePlainJpeg } from "./jpeg-fast.js";
import { readJpegHeader, type JpegHeader } from "./jpeg-header.js";
import { isNetpbm, readNetpbm } from "./netpbm.js";
import { maxPixels, newPixels, tooLarge, type Pixels } from "./pixels.js";
import { pngFault } from "./png-fault.js";

type Format = "JPEG" | "PNG" | "GIF" | "WebP" | "TIFF";

/**
 * Decodes an image file to 8-bit RGB.
 *
 * | input | result |
 * |---|---|
 * | JPEG, grey, YCbCr, RGB; baseline, progressive, arithmetic; any sampling | as OpenCV 4.6, byte for byte |
 * | JPEG, CMYK and YCCK | r = k - ((255 - c) k >> 8), inks as Adobe stores them (255 = none): OpenCV's formula, profile ignored |
 * | Exif orientation 1..8 | applied (JPEG, PNG, TIFF, WebP); other values ignored. Landmarks refer to the turned image |
 * | alpha, transparent colour | dropped, not blended: the colour stored under it shows |
 * | 16 bits a channel | v >> 8 |
 * | grey | repeated into the three channels |
 * | palette, 1, 2, 4 bits, interlaced | expanded to 8 bits |
 * | ICC profile, gamma | ignored |
 * | GIF, TIFF, animated WebP | first frame. CMYK TIFF by the formula of CMYK JPEG |
 * | PBM, PGM, PPM; BMP | see {@link readNetpbm}, {@link readBitmap} |
 * | JPEG that ends before its end marker, or whose data libjpeg calls corrupt | error, where OpenCV fills up with grey |
 * | PNG with a bad checksum or missing rows | error; one that only lacks its end chunk is read |
 * | 12-bit and lossless JPEG, anything else | error |
 *
 * @throws UserError whose message is one clause without the file's name
 */
export async function decodeImage(bytes: Uint8Array): Promise<Pixels> {
  if (bytes.length === 0) throw new UserError("empty file");
  if (isNetpbm(bytes)) return readNetpbm(bytes);
  if (isBitmap(bytes)) return readBitmap(bytes);
  const format = formatOf(bytes);
  if (format === null) throw new UserError(`not an image (${beginning(bytes)})`);
  return (format === "JPEG" ? await decodePlainJpeg(bytes) : null) ?? decodeBySharp(bytes, format);
}

function formatOf(bytes: Uint8Array): Format | null {
  const head = Buffer.from(bytes.subarray(0, 12)).toString("latin1");
  if (head.startsWith("\xff\xd8\xff") || head === "\xff\xd8") return "JPEG";
  if (head.startsWith("\x89PNG\r\n\x1a\n")) return "PNG";
  if (head.startsWith("GIF8")) return "GIF";
  if (head.startsWith("RIFF") && head.endsWith("WEBP")) return "WebP";
  return head.startsWith("II*\0") || head.startsWith("MM\0*") ? "TIFF" : null;
}

/** The first bytes as text where they are text, else in hexadecimal. */
function beginning(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 16));
  const text = head.every((byte) => (byte >= 0x20 && byte < 0x7f) || (byte >= 9 && byte <= 13));
  return text
    ? `starts with ${JSON.stringify(head.toString("latin1"))}`
    : `first bytes ${head.subarray(0, 8).toString("hex")}`;
}

/** Decodes through libvips; the formats are those that formatOf knows. @throws UserError in one clause */
export async function decodeBySharp(bytes: Uint8Array, format: Format): Promise<Pixels> {
  try {
    return await decodeStrictly(bytes, format, "warning");
  } catch (error) {
    // Warnings about metadata (a JFIF revision, a TIFF tag) spoil no pixel: only those about the data count.
    if (messageOf(error).includes(corrupt)) throw faultOf(error, bytes, format);
  }
  try {
    return await decodeStrictly(bytes, format, "error");
  } catch (error) {
    throw faultOf(error, bytes, format);
  }
}

async function decodeStrictly(bytes: Uint8Array, format: Format, failOn: "warning" | "error"): Promise<Pixels> {
  const open = await loadSharp();
  const image = open(bytes, { failOn, ignoreIcc: true, limitInputPixels: maxPixels }).autoOrient();
  const cmyk =
    format === "JPEG" ? readJpegHeader(bytes)?.components.length === 4 : format === "TIFF" && (await isCmyk(image));
  const form = cmyk
    ? image.pipelineColourspace("cmyk").toColourspace("cmyk")
    : image.removeAlpha().toColourspace("srgb");
  const { data, info } = await form.raw().toBuffer({ resolveWithObject: true });
  return cmyk ? mixInks(data, info) : { width: info.width, height: info.height, data };
}

const isCmyk = async (image: Sharp): Promise<boolean> => (await image.metadata()).space === "cmyk";

/** Ink to light. libvips gives inks with 255 = full. */
function mixInks(inks: Uint8Array, { width, height }: { width: number; height: number }): Pixels {
  const pixels = newPixels(width, height);
  const stride = inks.length / (width * height);
  for (let from = 0, to = 0; from < inks.length; from += stride) {
    const light = 255 - inks[from + 3];
    for (let c = 0; c < 3; c++) pixels.data[to++] = light - ((inks[from + c] * light) >> 8);
  }
  return pixels;
}

let loading: Promise<typeof SharpModule> | null = null;

/** Loads libvips when the first image needs it. One thread an image and no cache: images are small and read once. */
function loadSharp(): Promise<typeof SharpModule> {
  loading ??= import("sharp").then(({ default: sharp }) => {
    sharp.concurrency(1);
    sharp.cache(false);
    return sharp;
  });
  return loading;
}

/** How libjpeg begins a warning about the data themselves. */
const corrupt = "Corrupt JPEG data: ";

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** libvips' message as one clause. */
function faultOf(error: unknown, bytes: Uint8Array, format: Format): unknown {
  if (error instanceof UserError) return error;
  const message = messageOf(error);
  if (/pixel limit/.test(message)) return new UserError(sizeFault(bytes, format));
  if (format === "PNG") return new UserError(pngFault(bytes));
  if (format === "JPEG") {
    const unread = unreadForm(readJpegHeader(bytes));
    if (unread !== null) return new UserError(`${unread} JPEG is not read`);
  }
  if (/premature end of JPEG|Unexpected end of GIF|contains no image/.test(message))
    return new UserError(`truncated ${format}`);
  const line = message.replace(/^Input buffer has corrupt header: /, "").split("\n")[0];
  const said = line.replace(/^\w+: /, "");
  return new UserError(said.startsWith(corrupt) ? `corrupt JPEG: ${said.slice(corrupt.length)}` : `${format}: ${said}`);
}

/** The name of a JPEG form that libjpeg does not know, or null. */
function unreadForm(header: JpegHeader | null): string | null {
  if (header === null) return null;
  if (header.precision !== 8) return `${header.precision}-bit`;
  return [0xc0, 0xc1, 0xc2, 0xc9, 0xca].includes(header.frame) ? null : "lossless or hierarchical";
}

function sizeFault(bytes: Uint8Array, format: Format): string {
  const header = format === "JPEG" ? readJpegHeader(bytes) : null;
  return header ? tooLarge(header.width, header.height) : `more than ${maxPixels} pixels`;
}
