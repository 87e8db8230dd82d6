// The fast path for the JPEGs that face sets are made of: mozjpeg as WebAssembly, in the calling thread, without
// sharp's 0.9 ms an image. Its pixels equal sharp's and OpenCV 4.6's byte for byte on the forms isPlain lets through
// (test/embed/pixels). 4:4:0 differs (another chroma filter); arithmetic coding and CMYK end the WASM program. A damaged
// file that still decodes without complaint may have coefficients no encoder writes, and those overflow differently.
import { fileURLToPath } from "node:url";
import type { MozJPEGModule } from "@jsquash/jpeg/codec/dec/mozjpeg_dec.js";
import { readBytes } from "../host/files.js";
import { readJpegHeader, type JpegHeader } from "./jpeg-header.js";
import { newPixels, type Pixels } from "./pixels.js";

/** WASM memory never shrinks, and on large images sharp's fixed cost is nothing. */
const mostPixels = 1 << 22;

let decoder: Promise<MozJPEGModule> | null = null;
/** What the decoder wrote to its error output during the image at hand. */
let complaints = 0;

/**
 * Pixels of a plain JPEG, or null where another decoder has to judge: a form whose pixels could differ,
 * an Exif segment (it may turn the image), or anything that the decoder complains about.
 */
export async function decodePlainJpeg(bytes: Uint8Array): Promise<Pixels | null> {
  const header = readJpegHeader(bytes);
  if (header === null || !isPlain(header)) return null;
  const { decode } = await (decoder ??= startDecoder());
  complaints = 0;
  try {
    const image = decode(bytes as Uint8Array<ArrayBuffer>, false);
    return image === null || complaints > 0 ? null : withoutAlpha(image);
  } catch {
    decoder = null; // a fatal error ends the WASM program: the next image gets a new one
    return null;
  }
}

function isPlain({ frame, precision, width, height, components, adobe, exif }: JpegHeader): boolean {
  if (exif || precision !== 8 || (frame !== 0xc0 && frame !== 0xc2) || width * height > mostPixels) return false;
  if (adobe !== null && adobe !== 1) return false;
  const sampling = components.map(({ id, across, down }) => `${id}:${across}x${down}`).join(" ");
  return /^(\d+:1x1|1:(1x1|2x1|2x2) 2:1x1 3:1x1)$/.test(sampling);
}

/** Reads the program beside its package: its own loader would fetch it over HTTP. */
async function startDecoder(): Promise<MozJPEGModule> {
  const { default: start } = await import("@jsquash/jpeg/codec/dec/mozjpeg_dec.js");
  const path = fileURLToPath(import.meta.resolve("@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm"));
  return start({ noInitialRun: true, wasmBinary: readBytes(path), printErr: () => void complaints++ });
}

function withoutAlpha(image: { width: number; height: number; data: Uint8ClampedArray }): Pixels {
  const pixels = newPixels(image.width, image.height);
  const { data: from } = image;
  const { data: to } = pixels;
  for (let at = 0, i = 0; i < from.length; i += 4) {
    to[at++] = from[i];
    to[at++] = from[i + 1];
    to[at++] = from[i + 2];
  }
  return pixels;
}
