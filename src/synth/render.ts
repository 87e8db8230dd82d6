// The door to sharp for drawing: SVG to pixels, pixels to file bytes.
import sharp from "sharp";
import type { Pixels } from "./pixels.js";

// Faces are drawn one a thread; libvips' own threads would only get in each other's way on pictures this small.
sharp.concurrency(1);
sharp.cache(false);

/** Versions of what turns SVG into pixels and pixels into JPEG: other versions may give other bytes for the same seed. */
export const rendererVersions = (): Readonly<Record<string, string>> => {
  const { sharp: own, vips, rsvg, cairo, pixman } = sharp.versions as Record<string, string>;
  return { sharp: own, vips, rsvg, cairo, pixman };
};

export const renderSvg = (svg: string): Promise<Pixels> => readPicture(Buffer.from(svg));

/** Pixels of a drawn picture's file. */
export async function readPicture(bytes: Uint8Array): Promise<Pixels> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return {
    width: info.width,
    height: info.height,
    data: new Uint8ClampedArray(data.buffer, data.byteOffset, data.length),
  };
}

/** File formats of drawn pictures. */
export type ImageFormat = "jpg" | "png";

const raw = ({ width, height }: Pixels) => ({ raw: { width, height, channels: 3 as const } });

/** File bytes. JPEG at quality 95 without colour subsampling, so that a picture's grade is its own, not the file's. */
export async function encodeImage(pixels: Pixels, format: ImageFormat): Promise<Buffer> {
  const image = sharp(Buffer.from(pixels.data.buffer, pixels.data.byteOffset, pixels.data.length), raw(pixels));
  return format === "png"
    ? image.png({ compressionLevel: 9 }).toBuffer()
    : image.jpeg({ quality: 95, chromaSubsampling: "4:4:4" }).toBuffer();
}

/** A picture scaled so that its longer side is `side` pixels, smoothed where that makes it smaller. */
export async function scaleInto(pixels: Pick<Pixels, "width" | "height"> & { data: Uint8Array }, side: number) {
  const { width, height, data } = pixels;
  const scaled = sharp(data, { raw: { width, height, channels: 3 } }).resize(side, side, { fit: "inside" });
  const { data: bytes, info } = await scaled.raw().toBuffer({ resolveWithObject: true });
  const clamped = new Uint8ClampedArray(bytes.buffer, bytes.byteOffset, bytes.length);
  return { width: info.width, height: info.height, data: clamped } satisfies Pixels;
}

/** A picture for a page that holds its pictures: WebP, a tenth of a PNG's size. */
export const encodeForPage = (pixels: Pixels): Promise<Buffer> =>
  sharp(Buffer.from(pixels.data.buffer, pixels.data.byteOffset, pixels.data.length), raw(pixels))
    .webp({ quality: 80 })
    .toBuffer();

/** A PNG of few colours, for sheets that lie in a repository. */
export const encodeSheet = (pixels: Pixels, colours: number): Promise<Buffer> =>
  sharp(Buffer.from(pixels.data.buffer, pixels.data.byteOffset, pixels.data.length), raw(pixels))
    .png({ palette: true, colours, dither: 0.6, compressionLevel: 9, effort: 7 })
    .toBuffer();
