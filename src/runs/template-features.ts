// Templates from features that the user brings: they stream by and are pooled on the way.
import { UserError } from "../errors.js";
import { printDigest } from "../host/digest.js";
import { openPool } from "../host/pool.js";
import type { TemplateImages } from "../protocol/template-images.js";
import { TemplatePooler, type PoolingMode } from "../score/template-pooler.js";
import type { RowBlock } from "../store/feature-list.js";
import { openFeatures, type FeatureStream } from "../store/feature-file.js";
import type { Io } from "../types.js";
import { nameOfFeatures } from "./template-names.js";

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
  const { features: path, flipped, names: namesPath, dim } = request;
  const { progress, signal } = io;
  const plain = openFeatures(path, { threads, namesPath, dim, progress, signal });
  const flip = flipped === undefined ? null : openFeatures(flipped, { threads, namesPath, dim, signal });
  if (flip && flip.dim !== plain.dim)
    throw new UserError(`${flipped}: ${flip.dim} values a row, expected ${plain.dim} as in ${path}`);
  checkRows(plain, path, images);
  const digests = digestInThread([plain, flip], [path, flipped]);
  const pooler = new TemplatePooler(
    { templates: images.numbers.length, templateOf: images.templateOf, mediumOf: images.mediumOf },
    plain.dim,
    modes,
  );
  const matcher = new RowMatcher(path, images, plain.named);
  const blocks: AsyncGenerator<Rows> = flip === null ? plain.blocks() : summed(plain, path, flip, flipped!);
  for await (const block of blocks) addBlock(pooler, block, plain.dim, matcher, weights);
  matcher.finish();
  const { templates, zero } = pooler.finish();
  if (zero.length > 0) throw zeroError(path, zero, images);
  const [digest, flipDigest] = await digests();
  return {
    ...{ dim: plain.dim, templates, qualities: pooler.qualities(), flip: flip === null ? "none" : "sum" },
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

function checkRows({ rows, named }: FeatureStream, path: string, { names, source }: TemplateImages): void {
  if (rows !== null && rows !== names.count)
    throw new UserError(
      `${path}: ${rows} rows, expected ${names.count}${named ? "" : ", one for each line"} as ${source} has images`,
    );
}

/** Digests of the files that are not digested while they are read, by a thread; the others' after their blocks. */
function digestInThread(streams: readonly (FeatureStream | null)[], paths: readonly (string | undefined)[]) {
  const pool = streams.some((stream) => stream && stream.kind !== "feature list")
    ? openPool<string, Uint8Array>(new URL("../host/digest-file-worker.js", import.meta.url), 1)
    : null;
  const made = streams.map((stream, at) => (stream && stream.kind !== "feature list" ? pool!.run(paths[at]!) : null));
  for (const promise of made) promise?.catch(() => undefined);
  return async (): Promise<(string | undefined)[]> => {
    try {
      return await Promise.all(streams.map(async (stream, at) => digestOfStream(stream, await made[at])));
    } finally {
      await pool?.close();
    }
  };
}

const digestOfStream = (stream: FeatureStream | null, digest: Uint8Array | null): string | undefined =>
  stream === null ? undefined : printDigest(digest ?? stream.digest()!);

function addBlock(
  pooler: TemplatePooler,
  { values, names, lineOf }: Rows,
  dim: number,
  matcher: RowMatcher,
  weights: Float32Array | null,
): void {
  for (let row = 0, from = 0; from < values.length; row++, from += dim) {
    const image = matcher.imageOf(names[row], lineOf(row));
    const magnitude = pooler.add(image, values, from, weights === null ? 1 : weights[image]);
    if (!(magnitude > 0 && magnitude < Infinity)) matcher.refuse(image, magnitude, lineOf(row));
  }
}

/** Which image of the list a row is of: the next one where it has its name or none has names, else the one of that name. */
class RowMatcher {
  readonly #seen: Uint8Array;
  #next = 0;
  #taken = 0;

  constructor(
    private readonly path: string,
    private readonly images: TemplateImages,
    private readonly named: boolean,
  ) {
    this.#seen = new Uint8Array(images.names.count);
  }

  imageOf(name: string | undefined, line: number): number {
    const image = this.#find(name, line);
    if (this.#seen[image] === 1) throw this.#fault(line, `"${name}" is there twice, expected each image once`);
    this.#seen[image] = 1;
    this.#taken++;
    this.#next = image + 1;
    return image;
  }

  #find(name: string | undefined, line: number): number {
    const { names, source } = this.images;
    if (!this.named || name === undefined) return this.#next;
    if (this.#next < names.count && names.isAt(this.#next, name)) return this.#next;
    const image = names.rowOf(name);
    // Features of crops may carry the path of the crop.
    const found = image >= 0 ? image : names.rowOf(name.slice(name.lastIndexOf("/") + 1));
    if (found < 0) throw this.#fault(line, `"${name}" is no image of ${source}`);
    return found;
  }

  refuse(image: number, magnitude: number, line: number): never {
    const found = magnitude === 0 ? "all values are 0, expected a direction" : "not all values are finite";
    throw this.#fault(line, `embedding of "${this.images.names.at(image)}": ${found}`);
  }

  #fault(line: number, what: string): UserError {
    return new UserError(`${this.path}:${line}: ${what}`);
  }

  finish(): void {
    const { names, source } = this.images;
    if (this.#taken === names.count) return;
    const first = names.at(this.#seen.indexOf(0));
    const missing = names.count - this.#taken;
    throw new UserError(
      `${this.path}: ${missing} of ${names.count} images of ${source} are not in it, "${first}" the first`,
    );
  }
}

/** Rows as they came, or sums of two views in float64. */
type Rows = Omit<RowBlock, "values"> & { readonly values: Float32Array | Float64Array };

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
    yield { ...block, values };
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
    `${path}: ${zero.length} templates have no direction, their images cancel out: template ${shown}${zero.length > 10 ? ", ..." : ""}`,
  );
}
