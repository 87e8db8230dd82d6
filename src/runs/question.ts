// Which protocol, which pairs, which images: what a verification request comes to before any vector is read.
import { basename, dirname, join } from "node:path";
import { UserError } from "../errors.js";
import { digestOf, printDigest } from "../host/digest.js";
import { isFile, statOf } from "../host/files.js";
import { findPairs, findVerificationData } from "../dataset/folders.js";
import { resolveImages } from "../dataset/images.js";
import { canonicalJson } from "../protocol/canonical-json.js";
import { checkCounts } from "../protocol/counts.js";
import { loadProtocol, type Protocol } from "../protocol/protocol.js";
import { readPairs } from "../protocol/read-pairs.js";
import type { ImageRef, PairList } from "../types.js";

/** What is asked, as paths that the user gave. */
export interface Asked {
  /** Built-in protocol, path of a protocol file, or path of a pair list. */
  readonly protocol: string;
  /** Folder or .bin in the protocol's own form. */
  readonly data?: string;
  /** Folder with the images of a pair list. */
  readonly images?: string;
  /** Pair list in place of the one found in the data. */
  readonly pairs?: string;
  /** Feature list: no images are needed. */
  readonly features?: string;
}

/** Protocol and pairs with counts checked; `images` one a name of the pairs, null where features answer. */
export interface Question {
  readonly protocol: Protocol;
  readonly pairs: PairList;
  readonly images: readonly ImageRef[] | null;
  /** In what form the data came, for the log. */
  readonly form: string;
}

/** @throws UserError where something is missing, faulty or of another size than the protocol says */
export async function settleQuestion(asked: Asked): Promise<Question> {
  const question = await findQuestion(asked);
  checkCounts(question.protocol, question.pairs);
  return { ...question, pairs: withoutLoneFold(question.pairs) };
}

/** A list in one fold (LFW's pairsDevTest) has nothing to train a threshold on: it is cut like one that names no folds. */
const withoutLoneFold = (pairs: PairList): PairList =>
  pairs.fold?.every((fold) => fold === pairs.fold![0]) ? { ...pairs, fold: null } : pairs;

async function findQuestion(asked: Asked): Promise<Question> {
  const isName = /^[a-z0-9-]+$/.test(asked.protocol);
  if (isName || asked.protocol.endsWith(".json")) {
    const protocol = await loadProtocol(asked.protocol);
    return protocol.pairs !== undefined ? ownList(protocol, asked) : knownForms(protocol, asked);
  }
  const { pairs, format } = await readPairs(asked.protocol);
  return { protocol: listProtocol(asked.protocol), pairs, ...imagesOf(pairs, asked, dirname(asked.protocol), format) };
}

/** A pair list without a protocol: nothing is expected of its counts and nothing published on it. */
function listProtocol(path: string): Protocol {
  const name = basename(path).replace(/\.[^.]+$/, "");
  const asks = { conventions: ["exact", "magface", "insightface"], metrics: { fars: [1e-2, 1e-3, 1e-4] } };
  const digest = printDigest(digestOf(canonicalJson({ task: "verification", ...asks })));
  return { name, title: name, task: "verification", asks: "", data: [], published: [], ...asks, digest };
}

/** A protocol file that names its pair list. */
async function ownList(protocol: Protocol, asked: Asked): Promise<Question> {
  const { pairs, format } = await readPairs(asked.pairs ?? protocol.pairs!);
  return { protocol, pairs, ...imagesOf(pairs, asked, protocol.images ?? dirname(protocol.pairs!), format) };
}

function imagesOf(pairs: PairList, { images, data, features }: Asked, otherwise: string, format: string) {
  if (features !== undefined) return { images: null, form: format };
  return { images: resolveImages(pairs.names, images ?? data ?? otherwise).images, form: format };
}

/** A built-in protocol: its data lie in a folder in one of the forms it knows. */
async function knownForms(protocol: Protocol, asked: Asked): Promise<Question> {
  if (asked.features !== undefined) return withFeatures(protocol, asked, asked.features);
  const data = asked.data ?? asked.images;
  if (data === undefined)
    throw new UserError(`${protocol.name}: where are the faces? Give --data DIR, or --features FILE`);
  const { pairs, images, form } = await findVerificationData(protocol, data, asked.pairs);
  return { protocol, pairs, images, form };
}

async function withFeatures(protocol: Protocol, asked: Asked, features: string): Promise<Question> {
  const data = asked.data ?? dirname(features);
  // MagFace's own list needs no img.list when rows are at hand.
  const beside = join(data, "pair.list");
  const list = asked.pairs ?? (isFile(beside) ? beside : undefined);
  if (list !== undefined) {
    const { pairs, format } = await readPairs(list);
    return { protocol, pairs, images: null, form: format };
  }
  if (statOf(data) === null) throw new UserError(`${data}: no such file or folder`);
  const pairs = await findPairs(protocol, data);
  if (pairs) return { protocol, pairs, images: null, form: pairs.source };
  throw new UserError(`${data}: no pair list of ${protocol.name} in it; give --pairs FILE beside --features`);
}
