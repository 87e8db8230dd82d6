// Templates from features that the user brings: they stream by and are pooled on the way.
import { UserError } from "../errors.js";
import { printDigest } from "../host/digest.js";
import { countOf } from "../protocol/counts.js";
import type { TemplateImages } from "../protocol/template-images.js";
import { TemplatePooler, type PoolingMode } from "../score/template-pooler.js";
import type { RowBlock } from "../store/feature-list.js";
import { openFeatures, type FeatureStream } from "../store/feature-file.js";
import type { Io } from "../types.js";
import { nameOfFeatures } from "./template-names.js";
import { RowMatcher } from "./row-matcher.js";
import { digestInThread } from "./digest-thread.js";

/** Options of --features. */
export interface TemplateFeatureRequest {
  readonly features: string;
  /** Features of the mirror images, added to the plain ones. */
  readonly flipped?: string;
  readonly names?: string;
  readonly dim?: number;
}

/** Unit templates of each pooling mode, and what a result says of where they come from. */
export interface PooledTemplates {
  readonly dim: number;
  /** Float64 in shared memory, template after template; one a mode. */
  readonly templates: readonly Float64Array[];
  /** Mean magnitude of each template's images. */
  readonly qualities: Float64Array;
  /** Magnitude of each image, and whether it tells quality. */
  readonly lengths: Float64Array;
  readonly magnitudes: boolean;
  readonly modelName: string;
  /** What identifies the embeddings: digests of the files, or of the pictures. */
  readonly dataDigest: string;
  /** As figures say it: "none", "sum", "as given". */
  readonly flip: string;
  readonly provenance: Readonly<Record<string, unknown>>;
  readonly versions: Readonly<Record<string, string>>;
}

/**
 * @param weights detector score of each image; null = all count alike
 * @throws UserError for a faulty file, rows that are not those of the image list, a template without direction
 */
export async function poolFeatures(
  request: TemplateFeatureRequest,
  images: TemplateImages,
  modes: readonly PoolingMode[],
  weights: Float32Array | null,
  threads: number,
  io: Io,
): Promise<PooledTemplates> {
  const { features: path, flipped } = request;
  const { plain, flip } = openViews(request, images, threads, io);
  const digests = flip === null ? digestsOf([plain], [path]) : digestsOf([plain, flip], [path, flipped!]);
  const pooler = new TemplatePooler(
    { templates: images.numbers.length, templateOf: images.templateOf, mediumOf: images.mediumOf },
    plain.dim,
    modes,
  );
  const matcher = new RowMatcher(path, images, plain.named);
  const blocks: AsyncGenerator<Rows> = flip === null ? plain.blocks() : summed(plain, path, flip, flipped!);
  try {
    for await (const block of blocks) addBlock(pooler, block, plain.dim, matcher, weights);
    matcher.finish();
    const { templates, zero } = pooler.finish();
    if (zero.length > 0) throw zeroError(path, zero, images);
    const [digest, flipDigest] = await digests.all();
    return pooledOf(request, pooler, templates, { plain, flip }, digest, flipDigest);
  } finally {
    await digests.close();
  }
}

function pooledOf(
  { features: path }: TemplateFeatureRequest,
  pooler: TemplatePooler,
  templates: readonly Float64Array[],
  { plain, flip }: Views,
  digest: string,
  flipDigest: string | undefined,
): PooledTemplates {
  return {
    ...{ dim: plain.dim, templates, qualities: pooler.qualities(), flip: flip === null ? "none" : "sum" },
    ...{ lengths: pooler.lengths, magnitudes: true },
    modelName: nameOfFeatures(path),
    dataDigest: [digest, flipDigest].join("\n"),
    provenance: {
      features: digest,
      ...(flipDigest !== undefined && { featuresFlip: flipDigest }),
      rowsMatched: plain.named ? "by-name" : "by-row",
    },
    versions: {},
  };
}

interface Views {
  readonly plain: FeatureStream;
  readonly flip: FeatureStream | null;
}

/** @throws UserError for files that can't be those of the images, as far as their beginnings tell */
function openViews(
  { features: path, flipped, names: namesPath, dim }: TemplateFeatureRequest,
  images: TemplateImages,
  threads: number,
  { progress, signal }: Partial<Io>,
): Views {
  const plain = openFeatures(path, { threads, namesPath, dim, progress, signal });
  let flip: FeatureStream | null = null;
  try {
    checkRows(plain, path, images);
    if (flipped !== undefined) flip = openFeatures(flipped, { threads, namesPath, dim, signal });
    if (flip && flip.dim !== plain.dim)
      throw new UserError(`${flipped}: ${flip.dim} values a row, expected ${plain.dim} as in ${path}`);
    if (flip) checkRows(flip, flipped!, images);
    return { plain, flip };
  } catch (error) {
    for (const view of [plain, flip]) view?.close();
    throw error;
  }
}

/** Says before long work what would be wrong with features that are read after it. @throws UserError */
export function checkFeatures(request: TemplateFeatureRequest, images: TemplateImages): void {
  const { plain, flip } = openViews(request, images, 1, {});
  for (const view of [plain, flip]) view?.close();
}

function checkRows({ rows, named }: FeatureStream, path: string, { names, source }: TemplateImages): void {
  if (rows !== null && rows !== names.count)
    throw new UserError(
      `${path}: ${rows} rows, expected ${names.count}${named ? "" : ", one for each line"} as ${source} has images`,
    );
}

/** Digests of the files that are not digested while they are read, by a thread; the others' after their blocks. */
function digestsOf(streams: readonly FeatureStream[], paths: readonly string[]) {
  const isRead = ({ kind }: FeatureStream): boolean => kind === "feature list";
  const others = paths.filter((_, at) => !isRead(streams[at]));
  const thread = others.length > 0 ? digestInThread(others) : null;
  return {
    all: async (): Promise<string[]> => {
      const made = await thread?.digests;
      return streams.map((stream, at) =>
        isRead(stream) ? printDigest(stream.digest()!) : made![others.indexOf(paths[at])],
      );
    },
    close: async () => thread?.close(),
  };
}

function addBlock(
  pooler: TemplatePooler,
  { values, names, lineOf, views }: Rows,
  dim: number,
  matcher: RowMatcher,
  weights: Float32Array | null,
): void {
  for (let row = 0, from = 0; from < values.length; row++, from += dim) {
    const image = matcher.imageOf(names[row], lineOf(row));
    if (image < 0) continue;
    const magnitude = pooler.add(image, values, from, weights === null ? 1 : weights[image]);
    if (!(magnitude > 0 && magnitude < Infinity)) matcher.refuse(image, magnitude, lineOf(row), views?.(row));
  }
}

/** Rows as they came, or sums of two views in float64. */
type Rows = Omit<RowBlock, "values"> & {
  readonly values: Float32Array | Float64Array;
  /** Of a row that is a sum: whether the plain one is finite, and where the other one stands. */
  readonly views?: (row: number) => { readonly plainIsSound: boolean; readonly flipPlace: string };
};

/** Rows of two files added, stretch by stretch. */
async function* summed(
  plain: FeatureStream,
  path: string,
  flip: FeatureStream,
  flipPath: string,
): AsyncGenerator<Rows> {
  const others = flip.blocks();
  let other: RowBlock | null = null;
  let at = 0;
  let row = 0;
  for await (const block of plain.blocks()) {
    const values = new Float64Array(block.values);
    for (let i = 0, from = 0; from < block.values.length; i++, from += plain.dim, at += plain.dim, row++) {
      while (other === null || at >= other.values.length) {
        const next: IteratorResult<RowBlock> = await others.next();
        if (next.done) throw new UserError(`${flipPath}: ends before ${path} does, expected as many rows`);
        [other, at] = [next.value, 0];
      }
      const [name, mirrored] = [block.names[i], other.names[at / plain.dim]];
      if (name !== undefined && mirrored !== undefined && name !== mirrored)
        throw new UserError(
          `${flipPath}:${other.lineOf(at / plain.dim)}: "${mirrored}", expected "${name}" as in ${path}`,
        );
      for (let j = 0; j < plain.dim; j++) values[from + j] += other.values[at + j];
    }
    const first = row - block.values.length / plain.dim;
    const views = (i: number) => ({
      plainIsSound: block.values.subarray(i * plain.dim, (i + 1) * plain.dim).every(Number.isFinite),
      flipPlace: `${flipPath}:${first + i + 1}`,
    });
    yield { ...block, values, views };
  }
  const left = await others.next();
  if ((other !== null && at < other.values.length) || !left.done)
    throw new UserError(`${flipPath}: more rows than ${path}, which has ${row}`);
}

/** Templates whose images cancel out. @param source what messages call the embeddings */
export function zeroError(path: string, zero: readonly number[], { numbers }: TemplateImages): UserError {
  const shown = zero
    .slice(0, 10)
    .map((row) => numbers[row])
    .join(", ");
  return new UserError(
    `${path}: ${countOf(zero.length, "template")} without direction, whose images cancel out: ${shown}${zero.length > 10 ? ", ..." : ""}`,
  );
}
