import { UserError } from "../errors.js";
import { closeFile, isFile, openForReading, readFully, readText, statOf } from "../host/files.js";
import type { EmbeddingMatrix } from "../types.js";
import { openFeatureList, readFeatureList, type ReadOptions, type RowBlock } from "./feature-list.js";
import { checkFloatFile, floatRows, npyFeatureLayout, readFloatRows, type FloatLayout } from "./npy.js";
import { NPY_MAGIC } from "./npy-header.js";

/** How to read features that the user brings. */
export interface FeatureOptions extends ReadOptions {
  /** File with one name a line for .npy and raw features; absent = a neighbour of the same name is looked for. */
  readonly namesPath?: string;
  /** Values a row of a raw float32 file, which has no header. */
  readonly dim?: number;
}

/** Embeddings from a file, and the names of their rows. */
export interface Features {
  readonly matrix: EmbeddingMatrix;
  /** null where the file has none and no names file was given or found: rows then count by position. */
  readonly names: readonly string[] | null;
  /** The file that `names` came from; null = none. */
  readonly namesSource: string | null;
  /** Rows whose name an earlier row has, and those of them that hold other values than the first. */
  readonly duplicates: number;
  readonly conflicts: number;
  /** SHA-256 of the feature file's bytes. */
  readonly digest: Buffer;
  readonly kind: "feature list" | "npy" | "raw float32";
}

/**
 * Reads MagFace's text list, a 2-D .npy of floats, or raw little-endian float32 (with `dim`), told apart by content.
 *
 * @throws UserError saying file, line, what was found and what was expected
 */
export async function readFeatures(path: string, options: FeatureOptions): Promise<Features> {
  const form = formOf(path, options);
  if (form.kind !== "feature list") return binaryFeatures(form.kind, path, form.layout, options);
  const { matrix, names, digest } = await readFeatureList(path, options);
  return { matrix, names, namesSource: path, ...countRepeats(names, matrix), digest, kind: "feature list" };
}

type Form = { readonly kind: "feature list" } | { readonly kind: "npy" | "raw float32"; readonly layout: FloatLayout };

function formOf(path: string, { dim, namesPath }: Pick<FeatureOptions, "dim" | "namesPath">): Form {
  const start = firstBytes(path);
  if (start.subarray(0, NPY_MAGIC.length).equals(NPY_MAGIC)) {
    const layout = npyFeatureLayout(path);
    if (dim !== undefined && dim !== layout.dim)
      throw new UserError(`${path}: ${layout.dim} values a row, expected ${dim} as --dim says`);
    return { kind: "npy", layout };
  }
  if (dim !== undefined && isText(start))
    throw new UserError(`${path}: a text list, which needs no --dim, expected raw float32`);
  if (dim !== undefined) return { kind: "raw float32", layout: rawLayout(path, dim) };
  refuseOthers(path, start);
  if (namesPath !== undefined)
    throw new UserError(
      `${path}: a text list, which has names of its own, expected .npy or raw float32 beside --names`,
    );
  return { kind: "feature list" };
}

/** Features that stream by, for sets too large to be held. */
export interface FeatureStream {
  readonly kind: Features["kind"];
  readonly dim: number;
  /** Rows, where the file says it before they are read. */
  readonly rows: number | null;
  /** Whether the blocks have names; without, rows count by position. */
  readonly named: boolean;
  /** Once. `names` of a block are empty where the stream is not named. @throws UserError for a faulty file */
  blocks(): AsyncGenerator<RowBlock>;
  /** SHA-256 of the file's bytes as a list has it after its blocks came; null = digest the file, it was not done. */
  digest(): Buffer | null;
  /** Where no blocks are wanted. */
  close(): void;
}

/** @throws UserError for what is no feature file */
export function openFeatures(path: string, options: FeatureOptions): FeatureStream {
  const form = formOf(path, options);
  if (form.kind === "feature list") {
    const { dim, blocks, digest, close } = openFeatureList(path, options);
    return { kind: form.kind, dim, rows: null, named: true, blocks, digest, close };
  }
  const { layout } = form;
  checkFloatFile(path, layout);
  const namesSource = options.namesPath ?? siblingNames(path);
  const names = namesSource === null ? null : readNames(namesSource);
  if (names !== null) checkNames(namesSource!, names, path, layout.rows);
  const blocks = () => binaryBlocks(path, layout, names, options);
  const { dim, rows } = layout;
  return { kind: form.kind, dim, rows, named: names !== null, blocks, digest: () => null, close: () => undefined };
}

async function* binaryBlocks(
  path: string,
  layout: FloatLayout,
  names: readonly string[] | null,
  { progress, signal }: FeatureOptions,
): AsyncGenerator<RowBlock> {
  progress?.start("reading features", layout.rows, "rows");
  try {
    let first = 0;
    for (const values of floatRows(path, layout)) {
      const [from, count] = [first, values.length / layout.dim];
      yield { values, names: names?.slice(from, from + count) ?? [], lineOf: (row) => from + row + 1 };
      first += count;
      progress?.step(count);
      signal?.throwIfAborted();
      // Timers, signals and other threads' answers have their turn between stretches.
      await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    progress?.stop();
  }
}

function checkNames(source: string, names: readonly string[], path: string, rows: number): void {
  if (names.length !== rows)
    throw new UserError(`${source}: ${names.length} names, expected ${rows} as ${path} has rows`);
}

function firstBytes(path: string): Buffer {
  const file = openForReading(path);
  try {
    const bytes = Buffer.alloc(512);
    return bytes.subarray(0, readFully(file, bytes, 0));
  } finally {
    closeFile(file);
  }
}

const isText = (start: Buffer): boolean => /^[\t\r\n\x20-\x7e]+$/.test(start.toString("latin1"));

function refuseOthers(path: string, start: Buffer): void {
  if (start[0] === 0x80 && start[1] <= 5)
    throw new UserError(
      `${path}: a pickle, expected features (text list, .npy, or raw float32 with --dim); pickles are not read`,
    );
  if (start.toString("latin1", 0, 4) === "PK\x03\x04")
    throw new UserError(`${path}: a zip or .npz archive, expected features: save the one array with np.save`);
  if (/[\0-\x08\x0e-\x1f]/.test(start.toString("latin1")))
    throw new UserError(`${path}: neither text nor .npy; raw float32 needs --dim N, the values a row`);
}

function rawLayout(path: string, dim: number): FloatLayout {
  if (!Number.isInteger(dim) || dim < 1) throw new UserError(`--dim ${dim}: expected a whole number of at least 1`);
  const size = Number(statOf(path)!.size);
  if (size % (dim * 4) !== 0)
    throw new UserError(`${path}: ${size} bytes, expected a multiple of ${dim * 4} (${dim} float32 a row)`);
  return { rows: size / (dim * 4), dim, dataStart: 0, type: "f4", bigEndian: false, fortran: false };
}

function binaryFeatures(
  kind: "npy" | "raw float32",
  path: string,
  layout: FloatLayout,
  options: FeatureOptions,
): Features {
  const namesSource = options.namesPath ?? siblingNames(path);
  const { matrix, digest } = readFloatRows(path, layout, options);
  const names = namesSource === null ? null : readNames(namesSource);
  if (names !== null) checkNames(namesSource!, names, path, matrix.count);
  return { matrix, names, namesSource, ...countRepeats(names ?? [], matrix), digest, kind };
}

const imagePath = /^\s*(\S.*?\.(?:jpe?g|png|bmp|p[gpbn]m|webp|tiff?|gif))(?=\s|$)/i;

/** `x.txt` or `x.names` beside `x.npy`. */
function siblingNames(path: string): string | null {
  const stem = path.replace(/\.[^./\\]*$/, "");
  return [`${stem}.txt`, `${stem}.names`].find((candidate) => candidate !== path && isFile(candidate)) ?? null;
}

/**
 * The image path at the start of each line: up to the first image ending before a blank or the line's end, so that paths
 * may hold blanks, else the first blank-separated field.
 *
 * @throws UserError naming a blank line that is not at the end
 */
export function readNames(path: string): string[] {
  const lines = readText(path).trimEnd().split(/\r?\n/);
  const blank = lines.findIndex((line) => line.trim() === "");
  if (blank >= 0) throw new UserError(`${path}:${blank + 1}: blank line, expected a name`);
  return lines.map((line) => imagePath.exec(line)?.[1] ?? line.trimStart().split(/\s/, 1)[0]);
}

function countRepeats(
  names: readonly string[],
  { dim, values }: EmbeddingMatrix,
): { duplicates: number; conflicts: number } {
  const first = new Map<string, number>();
  let duplicates = 0;
  let conflicts = 0;
  for (const [row, name] of names.entries()) {
    const earlier = first.get(name);
    if (earlier === undefined) {
      first.set(name, row);
      continue;
    }
    duplicates++;
    const rowAt = (index: number) => values.subarray(index * dim, (index + 1) * dim);
    const other = rowAt(earlier);
    if (rowAt(row).some((value, column) => value !== other[column])) conflicts++;
  }
  return { duplicates, conflicts };
}
