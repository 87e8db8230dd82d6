// Faces of a section to look at: the pairs that a model gets most wrong, and the images that are worst by a number.
import { basename, join } from "node:path";
import { readQualityFile } from "../dataset/quality-file.js";
import { fromWorst } from "../evaluate/quality-order.js";
import { worstPairs } from "../evaluate/worst-pairs.js";
import { isFile } from "../host/files.js";
import { countOf } from "../protocol/counts.js";
import type { FaceGroup, FaceItem, FaceSheet } from "../report/html/page-content.js";
import { printCount, printShort } from "../report/number.js";
import type { PairRow } from "../report/result.js";
import { readImageRows } from "./image-rows.js";
import { readPairRows } from "./pair-rows.js";
import { pictureOf, type Pictures } from "./report-pictures.js";
import type { Section, SectionSource } from "./report-sections.js";

/** What may be shown of images. */
export interface FaceRequest {
  /** Null = no face is shown. */
  readonly pictures: Pictures | null;
  readonly names: boolean;
  /** Items a group. */
  readonly most: number;
}

/** Names under which the images of a section's results may be given: of its protocol, or of the sets that a study measured. */
export function imageSets({ task, protocol, sources }: Section): string[] {
  if (task === "verification") return [protocol];
  if (task === "quality") return sources.map(({ folder }) => basename(folder));
  const sets = sources.flatMap(({ result }) => result.figures.map(({ dataset }) => dataset));
  return task === "magnitude" ? [...new Set(sets.map(String))].filter((set) => set !== "all") : [];
}

/** @throws UserError for faulty files */
export async function sectionFaces(section: Section, request: FaceRequest): Promise<FaceGroup[]> {
  const groups: FaceGroup[] = [];
  for (const source of section.sources) {
    const [pairs, images, qualities] = ["pairs.csv", "images.csv", "quality.csv"].map((name) =>
      join(source.folder, name),
    );
    if (section.task === "verification" && isFile(pairs))
      groups.push(...(await pairGroups(section.protocol, source, await readPairRows(pairs), request)));
    if (section.task === "magnitude" && isFile(images)) groups.push(...(await imageGroups(source, images, request)));
    if (section.task === "quality" && isFile(qualities))
      groups.push(...(await qualityGroups(source, qualities, request)));
  }
  return groups.filter(({ items }) => items.length > 0);
}

async function pairGroups(
  set: string,
  source: SectionSource,
  rows: readonly PairRow[],
  request: FaceRequest,
): Promise<FaceGroup[]> {
  const worst = worstPairs(
    Float64Array.from(rows, ({ score }) => score),
    Uint8Array.from(rows, ({ genuine }) => Number(genuine)),
    request.most,
  );
  const magnitudes = source.charts.some(({ file }) => file === "magnitudes");
  const itemsOf = (places: Uint32Array) =>
    Promise.all(
      Array.from(places, (place) => {
        const { left, right, score, leftMagnitude, rightMagnitude } = rows[place];
        const lengths = [leftMagnitude, rightMagnitude].map((each) => printShort(each, 3)).join(", ");
        return itemOf(set, [left, right], `pair ${printCount(place + 1)}`, request, [
          ["score", printShort(score, 3)],
          ...(magnitudes ? [["magnitudes", lengths] as const] : []),
        ]);
      }),
    );
  const note = `${countOf(rows.length, "pair")}; the worst first, whatever the threshold. Numbers of pairs are rows of pairs.csv.`;
  const groups = [
    { source: source.name, title: "Genuine pairs with the lowest scores", note, items: await itemsOf(worst.genuine) },
    {
      source: source.name,
      title: "Impostor pairs with the highest scores",
      note,
      items: await itemsOf(worst.impostor),
    },
  ];
  return magnitudes ? [...groups, await lowestOfPairs(set, source, rows, request)] : groups;
}

/** Each image of the pairs once. */
function lowestOfPairs(set: string, source: SectionSource, rows: readonly PairRow[], request: FaceRequest) {
  const known = new Map<string, number>();
  for (const { left, right, leftMagnitude, rightMagnitude } of rows)
    known.set(left, leftMagnitude).set(right, rightMagnitude);
  const images = Array.from(known, ([name, value]) => ({ set, name, value }));
  return lowest(source, "Faces of the lowest magnitude", "magnitude", images, request);
}

async function imageGroups(source: SectionSource, path: string, request: FaceRequest): Promise<FaceGroup[]> {
  const rows = await readImageRows(path);
  const images = rows.map(({ dataset, name, magnitude }) => ({ set: dataset, name, value: magnitude }));
  return [await lowest(source, "Faces of the lowest magnitude", "magnitude", images, request)];
}

async function qualityGroups(source: SectionSource, path: string, request: FaceRequest): Promise<FaceGroup[]> {
  const { columns } = await readQualityFile(path);
  const set = basename(source.folder);
  return Promise.all(
    columns.map(({ name: quality, values }) => {
      const images = Array.from(values, ([name, value]) => ({ set, name, value }));
      return lowest(source, `Faces that are worst by ${quality}`, quality, images, request);
    }),
  );
}

interface Measured {
  readonly set: string;
  readonly name: string;
  readonly value: number;
}

async function lowest(
  source: SectionSource,
  title: string,
  what: string,
  images: readonly Measured[],
  request: FaceRequest,
): Promise<FaceGroup> {
  const values = Float64Array.from(images, ({ value }) => value);
  const places = fromWorst(values).subarray(0, request.most);
  const items = await Promise.all(
    Array.from(places, (place) => {
      const { set, name, value } = images[place];
      return itemOf(set, [name], `image ${printCount(place + 1)}`, request, [[what, printShort(value, 4)]]);
    }),
  );
  return { source: source.name, title, note: `${countOf(images.length, "image")}; the lowest first.`, items };
}

async function itemOf(
  set: string,
  names: readonly string[],
  label: string,
  { pictures, names: named }: FaceRequest,
  numbers: FaceItem["numbers"],
): Promise<FaceItem> {
  const faces = await Promise.all(
    names.map(async (name) => ({
      uri: pictures === null ? null : await pictures.uriOf(set, name),
      name: named ? name : null,
    })),
  );
  return { faces, label, numbers };
}

/** Pictures of many faces that runs have left in their folders. */
export async function sectionSheets({ sources }: Section): Promise<FaceSheet[]> {
  const sheets: FaceSheet[] = [];
  for (const { folder, name } of sources) {
    const uri = await pictureOf(join(folder, "mean-faces.png"));
    if (uri !== null)
      sheets.push({
        title: `${name}: mean faces by magnitude`,
        description: "The mean of the images of each bin of equal count, from the lowest magnitudes to the highest.",
        uri,
      });
  }
  return sheets;
}
