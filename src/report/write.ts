import { join } from "node:path";
import { isFile, listFolder, makeFolder, removePath, writeTogether } from "../host/files.js";
import { plotsFile } from "./plots-file.js";

/** Charts a run may leave in a result folder, each as .svg and .png. */
const chart = /^(roc|det|scores|magnitudes|cmc|open-set|histogram|cosine|erc-[\w.+-]+)\.(svg|png)$/;
/** Histograms and sheets of qualities, by kinds of quality: `quality-niqe_model.svg`, `sheet-piqe.png`. */
const ofQuality =
  /^(quality|sheet)--?(magnitude|onnx|ser-fiq|pfe|dul|unified|file|piqe|niqe|brisque|random)([_-][\w.+-]*)?\.(svg|png)$/;
/** Sheets of a magnitude study; of single faces a run makes as many as it was asked for. */
const faces = /^(mean-faces|sorted-faces)\.(svg|png)$|^mean-face-\d+\.png$/;
const tables = [
  ...["summary.csv", "folds.csv", "pairs.csv", "failures.csv", "curves.csv", "comparisons.csv"],
  ...["quality.csv", "images.csv", "histogram.csv"],
];
const texts = [...tables, "table.md", "table.tex", plotsFile];
/** Scores of all pairs, by the way they were made, and which pairs are genuine. */
const scores = /^(scores(-[\w.+-]+)?|genuine)\.npy$/;
const ofRun = (name: string): boolean =>
  texts.includes(name) || [chart, ofQuality, faces, scores].some((form) => form.test(name));

/** Plots of a comparison bear the name of a protocol. */
const ofComparison = (name: string): boolean =>
  ["comparison.csv", "disagreements.csv", "table.md", "table.tex"].includes(name) ||
  /^((roc|det|cmc|open-set|erc-[\d.e-]+|disagreements)-[\w.+-]+\.(svg|png)|plots-[\w.+-]+\.json)$/.test(name);

/** The file that says that a folder is whole, and which others a run may have left beside it. */
const seals: readonly (readonly [seal: string, isOurs: (name: string) => boolean])[] = [
  ["comparison.json", ofComparison],
  ["result.json", ofRun],
];

/**
 * Writes the files of one run into its folder: all, or none where one of them can't be written, which leaves an earlier
 * run's as they were.
 *
 * result.json (comparison.json of a comparison) goes first and comes last: where it is, the folder is whole. Files of an
 * earlier run that this one did not make are removed; files the product never writes are left alone.
 *
 * @param files contents by name inside the folder
 * @param finish gives large files their names, which are written already; called when the others are too
 * @throws UserError when the folder or one of the files can't be written
 */
export function writeFiles(
  folder: string,
  files: ReadonlyMap<string, string | Uint8Array>,
  finish: () => void = () => undefined,
): void {
  makeFolder(folder);
  const [sealName, isOurs] = seals.find(([seal]) => files.has(seal)) ?? seals[1];
  const inOrder = [...files.keys()].sort((a, b) => Number(a === sealName) - Number(b === sealName));
  writeTogether(new Map(inOrder.map((name) => [join(folder, name), files.get(name)!])), () => {
    const stale = listFolder(folder).filter((entry) => entry.isFile() && isOurs(entry.name) && !files.has(entry.name));
    for (const name of [sealName, ...stale.map((entry) => entry.name)]) {
      if (isFile(join(folder, name))) removePath(join(folder, name));
    }
    finish();
  });
}
