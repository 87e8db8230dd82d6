// What the magnitudes look like: the mean face of each bin, and faces in order. Loaded only where there are pictures.
import { alignedFaces, meanFaces } from "../embed/mean-faces.js";
import type { Pixels } from "../embed/pixels.js";
import type { PixelRecipe } from "../embed/recipe.js";
import { coreCount } from "../host/pool.js";
import { equalBins, evenChoice } from "../metrics/equal-bins.js";
import { countOf } from "../protocol/counts.js";
import type { FacesChart } from "../report/chart.js";
import { evenPrinter, printCount } from "../report/number.js";
import { encodeImage } from "../synth/render.js";
import type { ImageRef, Io } from "../types.js";

/** Images of all sets, and their magnitudes. */
export interface Gallery {
  readonly images: readonly ImageRef[];
  readonly magnitude: Float64Array;
  readonly recipe: PixelRecipe;
  /** Shown above the pictures. */
  readonly model: string;
}

/** Pictures and files of their own. */
export interface MagnitudePictures {
  readonly charts: readonly FacesChart[];
  readonly files: ReadonlyMap<string, Uint8Array>;
}

const sheet = { rows: 8, columns: 12 } as const;
/** Width of a mean face in the strip; the sheet's faces keep their pixels, two and a half to a unit. */
const meanFaceWidth = 64;
const pixelsPerUnit = 2.5;
/** Mean faces a row. */
const mostAcross = 10;

/**
 * The mean face of each of `bins` bins of equal count, as one strip and one file each, and a sheet of faces evenly chosen
 * from the lowest magnitude to the highest.
 *
 * @throws UserError naming an image that can't be read any more; Interrupted
 */
export async function magnitudePictures(
  gallery: Gallery,
  bins: number,
  threads: number | undefined,
  io: Io,
): Promise<MagnitudePictures> {
  const { strip, files } = await meanFaceStrip(gallery, bins, threads ?? coreCount(), io);
  return { charts: [strip, await sortedSheet(gallery)], files };
}

async function meanFaceStrip(
  { images, magnitude, recipe, model }: Gallery,
  bins: number,
  threads: number,
  { progress, signal }: Io,
) {
  const places = equalBins(magnitude, Math.min(bins, images.length));
  const faces = await meanFaces(
    places.map((group) => Array.from(group, (i) => images[i])),
    recipe,
    { threads, progress, signal },
  );
  const pngs = await Promise.all(faces.map(pngOf));
  const print = evenPrinter(magnitude, 3);
  const rangeOf = (group: Uint32Array): string =>
    [group[0], group[group.length - 1]].map((i) => print(magnitude[i])).join(" – ");
  const digits = String(pngs.length).length;
  const strip: FacesChart = {
    file: "mean-faces",
    title: `${model}: mean face by magnitude`,
    columns: mostAcross,
    ...sizeOf(recipe, meanFaceWidth),
    faces: places.map((group, at) => ({
      png: pngs[at],
      lines: [rangeOf(group), countOf(group.length, "image")],
    })),
    svg: true,
  };
  return {
    strip,
    files: new Map(pngs.map((png, at) => [`mean-face-${String(at + 1).padStart(digits, "0")}.png`, png])),
  };
}

async function sortedSheet({ images, magnitude, recipe, model }: Gallery): Promise<FacesChart> {
  const chosen = evenChoice(magnitude, sheet.rows * sheet.columns);
  const faces = await alignedFaces(
    Array.from(chosen, (i) => images[i]),
    recipe,
  );
  const pngs = await Promise.all(faces.map(pngOf));
  const print = evenPrinter(magnitude, 3);
  return {
    file: "sorted-faces",
    title: `${model}: ${printCount(chosen.length)} of ${printCount(images.length)} faces by magnitude`,
    columns: sheet.columns,
    ...sizeOf(recipe, recipe.width / pixelsPerUnit),
    faces: pngs.map((png, at) => ({ png, lines: [print(magnitude[chosen[at]])] })),
    svg: false,
  };
}

const sizeOf = ({ width, height }: PixelRecipe, shown: number) => ({ width: shown, height: (shown * height) / width });

const pngOf = ({ width, height, data }: Pixels): Promise<Buffer> =>
  encodeImage({ width, height, data: new Uint8ClampedArray(data.buffer, data.byteOffset, data.length) }, "png");
