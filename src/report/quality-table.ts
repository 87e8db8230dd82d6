// One line an image: qualities as people read them.
import { printShort } from "./number.js";
import { Notes, type Cell, type Column, type Table } from "./table.js";

/** A quality of every image, higher is better; NaN where there is none. */
export interface QualityColumn {
  readonly name: string;
  readonly values: Float64Array;
  /** Why an image has none, in one clause; null where it has. */
  readonly reasons: readonly (string | null)[];
  /** What a reader must know of the numbers; absent where the name says all. */
  readonly remark?: string;
}

/** Images and their qualities, in the order they were given. */
export interface QualityList {
  readonly names: readonly string[];
  readonly columns: readonly QualityColumn[];
}

/** Images that are shown, in order. */
export interface ShownImages {
  readonly places: Uint32Array;
  /** What order that is, "the worst by piqe"; absent = as given, all of them. */
  readonly order?: string;
}

/** The table of some images, in this order. */
export function qualityTable({ names, columns }: QualityList, { places, order }: ShownImages): Table {
  const notes = new Notes();
  const heads = columns.map(({ name, remark }): Column => {
    const mark = notes.mark(remark);
    return { head: mark === undefined ? name : `${name} [${mark}]`, align: "right" };
  });
  const printed = columns.map(({ values }) => printerFor(values));
  const rows = Array.from(places, (image): Cell[] => [
    { text: names[image] },
    ...columns.map(({ values, reasons }, at) =>
      Number.isNaN(values[image])
        ? { text: "-", note: notes.mark(reasons[image] ?? undefined) }
        : { text: printed[at](values[image]) },
    ),
  ]);
  const all = names.length === 1 ? "1 image" : `${names.length} images`;
  const some = places.length < names.length ? `${places.length} of ${all}` : all;
  return {
    title: `Quality of ${some}${order === undefined ? "" : `, ${order}`}; higher is better`,
    columns: [{ head: "Image", align: "left" }, ...heads],
    rows,
    notes: notes.texts,
  };
}

/** About five digits, as many decimals for all numbers of a column, so that they stand below each other; none where all are whole. */
export function printerFor(values: Float64Array): (value: number) => string {
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.every((value) => Number.isSafeInteger(value))) return (value) => String(value + 0);
  const greatest = known.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (greatest < 0.01 || greatest >= 1e6) return (value) => printShort(value, 5);
  const decimals = 4 - Math.floor(Math.log10(greatest));
  return (value) => value.toFixed(Math.max(0, decimals)).replace(/^-(0(?:\.0*)?)$/, "$1");
}
