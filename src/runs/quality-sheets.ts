// Sheets of thumbnails in the order of a quality, for people to judge it by eye.
import { loadFace } from "../embed/prepare.js";
import { evenlySpaced, fromWorst } from "../evaluate/quality-order.js";
import { countOf } from "../protocol/counts.js";
import { printerFor, type QualityColumn } from "../report/quality-table.js";
import { rasterPixels } from "../report/raster.js";
import { laySheet, mostThumbnails, thumbnailSide } from "../report/sheet.js";
import { paste, type Pixels } from "../synth/pixels.js";
import { encodeImage, scaleInto } from "../synth/render.js";
import type { ImageRef, Io } from "../types.js";

/** Pictures decoded at once. */
const lanes = 4;

/**
 * PNG of a sheet: worst top left, best bottom right, evenly chosen where there are more images than room. A picture that can't be decoded leaves its place empty.
 */
export async function drawQualitySheet(
  images: readonly ImageRef[],
  { name, values }: QualityColumn,
  signal: Io["signal"],
): Promise<Uint8Array> {
  const order = fromWorst(values);
  const shown = evenlySpaced(order, mostThumbnails);
  const print = printerFor(values);
  const some = shown.length < order.length ? `${shown.length} of ` : "";
  const directions = shown.length > 1 ? ", the worst top left, the best bottom right" : "";
  const title = `${name}: ${some}${countOf(order.length, "image")}${directions}`;
  const { svg, places } = laySheet(
    title,
    Array.from(shown, (image) => print(values[image])),
  );
  const sheet = await rasterPixels(svg);
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < shown.length) {
      const at = next++;
      const thumbnail = await thumbnailOf(images[shown[at]]);
      if (thumbnail !== null) pasteCentred(sheet, thumbnail, places[at]);
      signal.throwIfAborted();
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return encodeImage(sheet, "png");
}

async function thumbnailOf(image: ImageRef): Promise<Pixels | null> {
  try {
    return await scaleInto(await loadFace(image, thumbnailSide), thumbnailSide);
  } catch {
    return null;
  }
}

function pasteCentred(sheet: Pixels, thumbnail: Pixels, [left, top]: readonly [number, number]): void {
  const middle = (size: number): number => Math.floor((thumbnailSide - size) / 2);
  paste(sheet, thumbnail, left + middle(thumbnail.width), top + middle(thumbnail.height));
}
