// Faces of the pairs on which models differ, side by side. Loaded only where there are pictures.
import { resolveImages } from "../dataset/images.js";
import { readImageSet } from "../dataset/image-set.js";
import { loadFace } from "../embed/prepare.js";
import { UserError } from "../errors.js";
import { isFile, isFolder, statOf } from "../host/files.js";
import { listProtocols } from "../protocol/protocol.js";
import type { FacesChart } from "../report/chart.js";
import type { DisagreementRow } from "../report/comparison.js";
import { printPercent } from "../report/number.js";
import { blankPixels, paste, type Pixels } from "../synth/pixels.js";
import { encodeImage, scaleInto } from "../synth/render.js";
import type { ImageRef, Io } from "../types.js";
import { join } from "node:path";

/** Side of a face in pixels, and of the two with what parts them in units of the drawing. */
const side = 112;
const parting = 4;
const pixelsPerUnit = 2;
const columns = 6;
/** Pairs of a sheet at most. */
const mostShown = 96;

/**
 * A sheet of pairs: the two faces, and under them who says what.
 *
 * @param path where the pictures of the protocol's pairs lie
 * @throws UserError where pictures are missing; Interrupted
 */
export async function disagreementSheet(
  rows: readonly DisagreementRow[],
  protocol: string,
  path: string,
  title: string,
  signal: Io["signal"],
): Promise<FacesChart> {
  const shown = rows.slice(0, mostShown);
  const names = [...new Set(shown.flatMap(({ left, right }) => [left, right]))];
  const images = await picturesOf(names, protocol, path);
  const faces: FacesChart["faces"][number][] = [];
  for (const row of shown) {
    signal.throwIfAborted();
    const [left, right] = await Promise.all([row.left, row.right].map((name) => faceOf(images.get(name)!)));
    faces.push({ png: await encodeImage(sideBySide(left, right), "png"), lines: linesOf(row) });
  }
  const width = (2 * side + parting) / pixelsPerUnit;
  return { file: "disagreements", title, columns, width, height: side / pixelsPerUnit, faces, svg: false };
}

/** A data set with its own list is asked for its pictures; in a plain folder names are paths. */
async function picturesOf(names: readonly string[], protocol: string, path: string): Promise<Map<string, ImageRef>> {
  if (statOf(path) === null) throw new UserError(`--data ${protocol}=${path}: no such file or folder`);
  const knowsItsPictures =
    isFile(path) || listProtocols().includes(protocol) || isFile(join(path, "protocol.json")) || !isFolder(path);
  const images = knowsItsPictures ? (await readImageSet(protocol, path)).images : resolveImages(names, path).images;
  const byName = new Map(images.map((image) => [image.name, image]));
  const missing = names.filter((name) => !byName.has(name));
  if (missing.length > 0)
    throw new UserError(
      `--data ${protocol}=${path}: no picture of "${missing[0]}"${missing.length > 1 ? ` and ${missing.length - 1} more` : ""}, expected the data that the results are of`,
    );
  return byName;
}

/** A face of the sheet's size; grey where it can't be read. */
async function faceOf(image: ImageRef): Promise<Pixels> {
  try {
    return await scaleInto(await loadFace(image, side), side);
  } catch {
    const grey = blankPixels(side, side);
    grey.data.fill(200);
    return grey;
  }
}

function sideBySide(left: Pixels, right: Pixels): Pixels {
  const both = blankPixels(2 * side + parting, side);
  both.data.fill(255);
  [left, right].forEach((face, at) => {
    const [x, y] = [side - face.width, side - face.height].map((room) => Math.floor(room / 2));
    paste(both, face, at * (side + parting) + x, y);
  });
  return both;
}

/** "genuine", then a line a model: its name, its score, and its verdict or the pair's rank. */
function linesOf({ kind, genuine, model, against, score, rank, accepted }: DisagreementRow): string[] {
  const said = (at: 0 | 1): string => {
    if (kind === "rank" || accepted === null) return `above ${printPercent(rank[at], 1)} %`;
    return `${accepted[at] ? "accepted" : "refused"}: ${accepted[at] === genuine ? "right" : "wrong"}`;
  };
  const label = genuine ? "genuine" : "impostor";
  return [
    kind === "rank" ? `${label}, by rank` : `${label}, by decision`,
    ...([0, 1] as const).map((at) => `${[model, against][at]} ${score[at].toFixed(3)}, ${said(at)}`),
  ];
}
