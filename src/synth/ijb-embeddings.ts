// Template data of IJB-B's and IJB-C's shape, made from embeddings directly: no pictures, no licence.
import { UserError } from "../errors.js";
import { checkFolderTarget, type WholeFile } from "../host/files.js";
import { holdsManifest, manifestName, manifestText } from "./claim.js";
import { runInOrder, type Crew } from "./crew.js";
import { scaledCounts, type IjbCounts, type IjbKind } from "./ijb/counts.js";
import { linesIn, lineTotal, textFiles } from "./ijb/lists.js";
import { rowTasks, type Rows, type RowsTask } from "./ijb/rows.js";
import { drawSet, type IjbSet } from "./ijb/set.js";
import { npyHead } from "./npy-head.js";
import { WholeFolder } from "./whole-folder.js";
import type { Drawn } from "./write-plan.js";

/** How template data are made. */
export interface IjbEmbeddingOptions extends Crew {
  readonly kind: IjbKind;
  readonly seed: number;
  /** Size against the real set's, in (0, 1]. */
  readonly scale: number;
  /** Values of an embedding. */
  readonly dim: number;
  readonly out: string;
}

/** What was made, or was found there from an earlier run of the same settings. */
export interface MadeEmbeddings extends Drawn {
  readonly found: boolean;
}

/** Fewer values than this leave no room for subjects to differ. */
export const leastDim = 8;
export const mostDim = 8192;

/**
 * Makes `feats.npy` and `feats_flip.npy` (float32, images x dim), their rows' names in `feats.txt` and `feats_flip.txt`,
 * the lists of InsightFace's IJB release in `meta/`, and `manifest.json`. The same settings give the same bytes on every
 * machine. All files get their names at the end, the manifest last: a stopped run leaves none.
 *
 * @throws UserError on a scale or dim out of range, or a folder that holds anything else
 */
export async function makeIjbEmbeddings(options: IjbEmbeddingOptions): Promise<MadeEmbeddings> {
  const { kind, seed, scale, dim, out } = options;
  check(options);
  const counts = scaledCounts(kind, scale);
  const manifest = manifestText({ format: 1, kind: `${kind}-embeddings`, seed, scale, dim, counts });
  checkFolderTarget(out);
  const found = holdsManifest(out, manifest);
  if (!found) await makeFolderOf(counts, manifest, options);
  return { folder: out, counts: announced(counts), found };
}

function announced({ subjects, probes, media, images, genuine, impostor }: IjbCounts): Drawn["counts"] {
  return { subjects, templates: subjects + probes, media, images, genuine, impostor };
}

async function makeFolderOf(counts: IjbCounts, manifest: string, options: IjbEmbeddingOptions): Promise<void> {
  const { kind, seed, out } = options;
  const folder = new WholeFolder(out);
  try {
    const set = drawSet(kind, seed, counts);
    await writeRows(folder, set, options);
    await writeTexts(folder, set, options);
    folder.begin(manifestName).write(manifest);
    folder.finish();
  } catch (error) {
    folder.abandon();
    throw error;
  }
}

/** Both matrices, piece by piece as threads make them. */
async function writeRows(folder: WholeFolder, set: IjbSet, { dim, ...crew }: IjbEmbeddingOptions): Promise<void> {
  const { images } = set.counts;
  const begin = (path: string): WholeFile => {
    const file = folder.begin(path);
    file.write(npyHead("<f4", [images, dim]));
    return file;
  };
  const [plain, flip] = [begin("feats.npy"), begin("feats_flip.npy")];
  const job = {
    ...{ worker: new URL("./ijb/rows-worker.js", import.meta.url), tasks: rowTasks(set, dim) },
    steps: ({ blocks }: RowsTask) => blocks.reduce((sum, { quality }) => sum + quality.length, 0),
    ...{ phase: "embeddings", total: images, unit: "images" },
  };
  await runInOrder(job, crew, (rows: Rows) => {
    plain.write(bytesOf(rows.plain));
    flip.write(bytesOf(rows.flip));
  });
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

async function writeTexts(folder: WholeFolder, set: IjbSet, { progress, signal }: Crew): Promise<void> {
  progress?.start("lists", lineTotal(set.counts), "lines");
  try {
    for (const { path, pieces } of textFiles(set)) {
      const file = folder.begin(path);
      for (const piece of pieces) {
        file.write(piece);
        progress?.step(linesIn(piece));
        await eventsHeard();
        signal?.throwIfAborted();
      }
    }
  } finally {
    progress?.stop();
  }
}

/** Lets the event loop turn: only there does Ctrl-C reach the signal. */
const eventsHeard = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function check({ scale, dim }: IjbEmbeddingOptions): void {
  if (!(scale > 0 && scale <= 1))
    throw new UserError(`scale is ${scale}, expected a number above 0 and at most 1 (1 = the real size)`);
  if (!(Number.isInteger(dim) && dim >= leastDim && dim <= mostDim))
    throw new UserError(`dim is ${dim}, expected a whole number from ${leastDim} to ${mostDim}`);
}
