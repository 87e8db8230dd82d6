import { dirname, join } from "node:path";
import { UserError } from "../errors.js";
import { isFile, isFolder, statOf } from "../host/files.js";
import { cfpProtocolFolder } from "../protocol/cfp.js";
import { readMagFace } from "../protocol/magface.js";
import type { DataForm, Protocol } from "../protocol/protocol.js";
import { readPairs } from "../protocol/read-pairs.js";
import type { ImageRef, PairList } from "../types.js";
import { resolveImages } from "./images.js";
import { readInsightFaceBin } from "./insightface-bin.js";

/** What a protocol's data folder holds. */
export interface VerificationData {
  readonly pairs: PairList;
  /** One for each of `pairs.names`, in their order. */
  readonly images: ImageRef[];
  /** Form and file, as "lfw (pairs.txt)". */
  readonly form: string;
  /** Names without a file. */
  readonly missing: readonly string[];
}

/** A pair list that was found, and where. */
interface FoundPairs {
  readonly form: DataForm;
  readonly path: string;
}

/**
 * Finds a protocol's pairs and images in a folder, or in a .bin.
 *
 * @param data folder in one of the protocol's forms (or one above it that bears the protocol's name), or a .bin file
 * @param pairsFile pair list to read in place of the folder's own
 * @throws UserError when none of the forms is there (naming them), a list is faulty, or no image is found
 */
export async function findVerificationData(
  protocol: Pick<Protocol, "name" | "data">,
  data: string,
  pairsFile?: string,
): Promise<VerificationData> {
  if (statOf(data) === null) throw new UserError(`${data}: no such file or folder`);
  if (isFile(data)) return inBin(data);
  const folder = data;
  if (pairsFile !== undefined) {
    const { pairs, format } = await readPairs(pairsFile);
    const form = protocol.data.find((each) => each.form === format) ?? protocol.data.find((each) => each.images);
    return withImages(pairs, [folder], form, describe(format, pairsFile));
  }
  const found = locate(protocol, folder);
  if (!found) throw new UserError(`${folder}: no data of ${protocol.name} in it, looked for ${wanted(protocol)}`);
  if (found.form.form === "insightface-bin") return inBin(found.path);
  const pairs = await read(found);
  return withImages(pairs, basesOf(protocol, folder), found.form, describe(found.form.form, found.path));
}

/**
 * The protocol's pair list in a folder or a .bin, for use without images; null where the folder holds none.
 *
 * @throws UserError when the list is faulty
 */
export async function findPairs(protocol: Pick<Protocol, "name" | "data">, data: string): Promise<PairList | null> {
  if (isFile(data)) return inBin(data).pairs;
  const found = locate(protocol, data);
  if (!found) return null;
  return found.form.form === "insightface-bin" ? readInsightFaceBin(found.path).pairs : read(found);
}

const describe = (form: string, path: string): string => `${form} (${path})`;

function inBin(path: string): VerificationData {
  if (/\.(?:txt|csv|list|mat)$/i.test(path))
    throw new UserError(`${path}: a list, expected a folder or an InsightFace .bin; a pair list is given by --pairs`);
  const { pairs, images } = readInsightFaceBin(path);
  return { pairs, images, form: describe("insightface-bin", path), missing: [] };
}

/** The folder itself, and one in it that bears the protocol's name. */
const basesOf = ({ name }: Pick<Protocol, "name">, folder: string): string[] =>
  [folder, join(folder, name)].filter(isFolder);

function locate(protocol: Pick<Protocol, "name" | "data">, folder: string): FoundPairs | undefined {
  for (const base of basesOf(protocol, folder)) {
    for (const form of protocol.data) {
      const path = form.files.map((file) => join(base, file)).find((each) => isThere(form, each));
      if (path !== undefined) return { form, path };
    }
  }
  return undefined;
}

const isThere = (form: DataForm, path: string): boolean =>
  (form.form === "cfp" ? cfpProtocolFolder(path) !== undefined : isFile(path)) &&
  (form.with === undefined || isFile(join(dirname(path), form.with)));

async function read({ form, path }: FoundPairs): Promise<PairList> {
  if (form.form === "magface") return readMagFace(path, join(dirname(path), form.with ?? "img.list"));
  if (form.form === "insightface-bin") return readInsightFaceBin(path).pairs;
  return (await readPairs(path, form.form)).pairs;
}

function withImages(
  pairs: PairList,
  bases: readonly string[],
  form: DataForm | undefined,
  described: string,
): VerificationData {
  const folders = bases.flatMap((base) => (form?.images ?? ["."]).map((images) => join(base, images)));
  const places = new Set([...folders, ...bases, ...bases.map(dirname)]);
  return { pairs, form: described, ...resolveImages(pairs.names, [...places]) };
}

const wanted = ({ data }: Pick<Protocol, "data">): string =>
  data.map(({ files, with: beside }) => (beside === undefined ? files[0] : `${beside} and ${files[0]}`)).join(", ");
