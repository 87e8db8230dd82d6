// What the data sets of a suite hold: their pictures in stretches, and a digest by which a change is noticed.
import { readImageSet } from "../dataset/image-set.js";
import { imageKeys } from "../embed/embedder.js";
import { digestOf, digestOfFile, printDigest, startDigest } from "../host/digest.js";
import { coreCount } from "../host/pool.js";
import type { Suite, SuiteSet } from "../protocol/suite.js";
import { findTemplateFolder, type TemplateFolder } from "../protocol/template-folder.js";
import { readTemplateImages } from "../protocol/template-images.js";
import type { EmbeddingCache } from "../store/cache.js";
import type { ImageRef, Io, PairList } from "../types.js";
import { withLandmarks } from "./model-vectors.js";
import { settleQuestion, type Question } from "./question.js";
import type { Takes } from "./suite-kinds.js";
import { askedOf, imagesOf, templateSetOf } from "./suite-source.js";
import { findPictures, PictureWatch, refsOf } from "./template-pictures.js";

/** Some pictures of a set. */
export interface PictureStretch {
  /** 32 bytes an image, as the cache knows it. */
  readonly keys: Uint8Array;
  /** Places that can't be read. */
  readonly unreadable: ReadonlySet<number>;
  /** Made when asked for: half a million of them would be 200 MB. */
  readonly refs: () => readonly ImageRef[];
  /** Pairs over the images, place by place; null where they have none. */
  readonly pairs: PairList | null;
}

/** A set whose pictures are listed in memory. */
interface Listed extends PictureStretch {
  readonly identity: string;
}

/** What sets hold, each read once; the pictures of templates, which may be many, are gone through anew each time. */
export class SuiteContents {
  readonly #listed = new Map<string, Promise<Listed>>();

  /** @param cache where digests of files are remembered; null = all are read */
  constructor(
    private readonly suite: Suite,
    private readonly cache: EmbeddingCache | null,
    private readonly io: Io,
  ) {}

  /** @throws UserError for a faulty list, and where no image is found */
  async *stretches(takes: Takes, set: SuiteSet): AsyncGenerator<PictureStretch> {
    if (takes === "templates") yield* this.#templateStretches(set);
    else yield await this.#list(takes, set);
  }

  /** Digest of all that a task with a model reads of a set: lists, people, and the bytes of each picture in order. */
  async identityOf(takes: Takes, set: SuiteSet): Promise<string> {
    if (takes !== "templates") return (await this.#list(takes, set)).identity;
    const hash = startDigest().update((await this.#templateLists(set)).join("\n"));
    for await (const { keys } of this.#templateStretches(set)) hash.update(keys);
    return printDigest(hash.digest());
  }

  /** The same without the pictures, for features. */
  async listIdentityOf(takes: Takes, set: SuiteSet, features: string): Promise<string> {
    if (takes === "images") return "features";
    if (takes === "templates") return printDigest(digestOf((await this.#templateLists(set)).join("\n")));
    return questionDigest(await settleQuestion({ ...askedOf(set)!, features }), null);
  }

  /** "sha256:..." of each file. @throws UserError naming one that can't be read */
  async digestsOf(paths: readonly string[]): Promise<string[]> {
    const { digests, failures } = await this.bytesOf(paths);
    return paths.map((path, at) =>
      // Read here, so that its fault is told as everywhere.
      printDigest(failures[at] === null ? digests.subarray(32 * at, 32 * at + 32) : digestOfFile(path)),
    );
  }

  /** Digests of files, 32 bytes each. */
  async bytesOf(paths: readonly string[]) {
    const { keys: digests, failures } = await this.#keysOf(paths.map((path) => ({ name: path, path })));
    return { digests, failures };
  }

  #keysOf(images: readonly ImageRef[]) {
    const { io, cache } = this;
    return imageKeys(images, { io, cache, threads: this.suite.running.threads ?? null });
  }

  #list(takes: Takes, set: SuiteSet): Promise<Listed> {
    const name = `${takes}/${set.name}`;
    const known = this.#listed.get(name) ?? (takes === "pairs" ? this.#listPairs(set) : this.#listImages(set));
    this.#listed.set(name, known);
    return known;
  }

  async #listPairs(set: SuiteSet): Promise<Listed> {
    const question = await settleQuestion(askedOf(set)!);
    const listed = await this.#withKeys(question.images!, set);
    return { ...listed, pairs: question.pairs, identity: questionDigest(question, listed.keys) };
  }

  async #listImages(set: SuiteSet): Promise<Listed> {
    const { images, subjects } = await readImageSet(set.name, imagesOf(set));
    const listed = await this.#withKeys(images, set);
    const names = images.map(({ name }, at) => `${name}\t${subjects?.[at] ?? ""}`).join("\n");
    return { ...listed, pairs: null, identity: printDigest(startDigest().update(names).update(listed.keys).digest()) };
  }

  async #withKeys(images: readonly ImageRef[], { landmarks }: SuiteSet) {
    const located = withLandmarks(images, landmarks);
    const { keys, failures } = await this.#keysOf(located);
    return { keys, refs: () => located, unreadable: placesOf(failures) };
  }

  #folderOf = (set: SuiteSet): TemplateFolder => findTemplateFolder(templateSetOf(set)!, set.path);

  /** Digests of the lists that a set of templates is made of. */
  #templateLists(set: SuiteSet): Promise<string[]> {
    const { images, pairs, galleries, probes, points, imageList } = this.#folderOf(set);
    const lists = [images, pairs, ...galleries.map(({ path }) => path), probes, points, imageList];
    return this.digestsOf(lists.filter((path) => path !== null));
  }

  async *#templateStretches(set: SuiteSet): AsyncGenerator<PictureStretch> {
    const folder = this.#folderOf(set);
    const pictures = findPictures(folder, readTemplateImages(folder.images));
    const { pointsFile } = pictures;
    const points = pointsFile === null ? ["aligned"] : await this.digestsOf([pointsFile]);
    const watch = new PictureWatch(pictures, this.suite.running.threads ?? coreCount());
    try {
      for await (const { first, count, id, seen } of watch.stretches(Promise.resolve(points[0]), this.io.signal)) {
        const refs = (): ImageRef[] => refsOf(pictures, first, count);
        const known = this.cache?.lists.keysOf(id, seen.facts);
        const { keys, failures } = known ? { keys: known, failures: [] } : await this.#keysOf(refs());
        const unreadable = placesOf(failures);
        if (!known && unreadable.size === 0) this.cache?.lists.record(id, seen.facts, seen.takenAt, keys);
        yield { keys, refs, unreadable, pairs: null };
      }
    } finally {
      await watch.close();
    }
  }
}

const placesOf = (failures: readonly (string | null)[]): Set<number> =>
  new Set(failures.flatMap((reason, place) => (reason === null ? [] : [place])));

/** Digest of a question: names are in results, so they count; `keys` = the bytes of each picture. */
function questionDigest({ protocol, pairs }: Question, keys: Uint8Array | null): string {
  const { names, left, right, genuine, fold, subjects } = pairs;
  const hash = startDigest().update(JSON.stringify([protocol.digest, protocol.name, protocol.title, names, subjects]));
  for (const numbers of [left, right, genuine, fold, keys])
    hash.update(numbers === null ? "-" : new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
  return printDigest(hash.digest());
}
