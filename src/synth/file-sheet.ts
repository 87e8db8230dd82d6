import { readBytes } from "../host/files.js";
import { blankPixels, paste } from "./pixels.js";
import { encodeSheet, readPicture } from "./render.js";

/** Pictures of one size from files, `columns` a row, as one PNG of few colours. */
export async function drawFileSheet(files: readonly string[], columns: number): Promise<Buffer> {
  const pictures = await Promise.all(files.map((file) => readPicture(readBytes(file))));
  const { width, height } = pictures[0];
  const sheet = blankPixels(columns * width, Math.ceil(pictures.length / columns) * height);
  pictures.forEach((picture, i) => paste(sheet, picture, (i % columns) * width, Math.floor(i / columns) * height));
  return encodeSheet(sheet, 192);
}
