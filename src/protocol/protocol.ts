import { closest, distance } from "fastest-levenshtein";
import { dirname, isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { UserError } from "../errors.js";
import { digestOf, printDigest } from "../host/digest.js";
import { isFile, listFolder } from "../host/files.js";
import { readJson, readJsonFile } from "../host/json.js";
import { canonicalJson } from "./canonical-json.js";
import type { PairCounts } from "./counts.js";
import type { PairFormat } from "./pair-format.js";

/** Where a protocol's pairs and images may lie in a data folder. */
export interface DataForm {
  readonly form: PairFormat | "insightface-bin" | "magface";
  /** The file with the pairs, relative to the data folder; the first that is there counts. */
  readonly files: readonly string[];
  /** File that must lie beside it. */
  readonly with?: string;
  /** Folders in which the images may lie, relative to the data folder. */
  readonly images?: readonly string[];
}

/** A figure somebody else published for the same protocol; `value` in [0, 1]. */
export interface Published {
  readonly figure: string;
  readonly value: number;
  readonly model: string;
  readonly source: string;
  /** Read in the named source, or reprinted there by a third party. */
  readonly status: "read" | "reprinted";
}

/** What is asked: the content of a protocol file with defaults filled in. */
export interface Protocol {
  readonly name: string;
  readonly title: string;
  readonly task: "verification";
  /** The question in plain words; empty where the file has none. */
  readonly asks: string;
  /** Counts that the pairs must have. */
  readonly expected?: Partial<PairCounts>;
  /** Forms in which its data may lie in a folder, in the order they are tried. */
  readonly data: readonly DataForm[];
  readonly metrics: { readonly fars: readonly number[] };
  readonly conventions: readonly string[];
  readonly published: readonly Published[];
  /** Pair list and image folder of a user's protocol, resolved against its file. */
  readonly pairs?: string;
  readonly images?: string;
  /** "sha256:..." of the file's content as canonical JSON: blanks and the order of fields change nothing. */
  readonly digest: string;
}

const folder = fileURLToPath(new URL("../../protocols/", import.meta.url));

/** Names of the built-in protocols, in byte order. */
export function listProtocols(): string[] {
  return listFolder(folder)
    .filter((entry) => entry.isFile() && entry.name.endsWith(".json"))
    .map((entry) => entry.name.slice(0, -".json".length));
}

/**
 * Loads a built-in protocol by name, or a user's by the path of its JSON file (anything that ends in .json or holds a
 * slash), which is checked against the published schema.
 *
 * @throws UserError for an unknown name, with the nearest known; for a file, with the line of every fault
 */
export async function loadProtocol(nameOrPath: string): Promise<Protocol> {
  if (nameOrPath.endsWith(".json") || /[\\/]/.test(nameOrPath)) return readProtocol(nameOrPath);
  const names = listProtocols();
  if (names.includes(nameOrPath)) return complete(readJson(join(folder, `${nameOrPath}.json`)) as ProtocolFile, folder);
  const near = closest(nameOrPath, names);
  const hint =
    distance(nameOrPath, near) <= Math.max(1, nameOrPath.length / 2)
      ? `did you mean ${near}?`
      : `known: ${names.join(", ")}`;
  throw new UserError(`unknown protocol "${nameOrPath}"; ${hint}`);
}

/** What a file may leave out. */
type ProtocolFile = Pick<Protocol, "name" | "task"> & Partial<Omit<Protocol, "name" | "task" | "digest">>;

async function readProtocol(path: string): Promise<Protocol> {
  if (!isFile(path)) throw new UserError(`${path}: no such protocol file; built in: ${listProtocols().join(", ")}`);
  const file = readJsonFile(path);
  const { checkProtocol } = await import("./schema.js");
  await checkProtocol(file);
  return complete(file.content as ProtocolFile, dirname(path));
}

function complete(file: ProtocolFile, from: string): Protocol {
  const resolve = (path: string | undefined): string | undefined =>
    path === undefined || isAbsolute(path) ? path : join(from, path);
  return {
    name: file.name,
    title: file.title ?? file.name,
    task: file.task,
    asks: file.asks ?? "",
    expected: file.expected,
    data: file.data ?? [],
    metrics: { fars: file.metrics?.fars ?? [1e-2, 1e-3, 1e-4] },
    conventions: file.conventions ?? ["exact", "magface", "insightface"],
    published: file.published ?? [],
    pairs: resolve(file.pairs),
    images: resolve(file.images),
    digest: printDigest(digestOf(canonicalJson(file))),
  };
}
