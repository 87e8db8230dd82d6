// What the examples measure: a small data set of drawn faces, template data, and a model that comes along.
// Made once, below examples/out/ or the folder that EXAMPLES_OUT names.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { distinctImages, drawDataset, listImages, makeIjbEmbeddings, quietIo, writeEmbeddings } from "magface-eval";

export const out = process.env.EXAMPLES_OUT ?? fileURLToPath(new URL("out", import.meta.url));

/** A small MagFace model, trained on drawn faces. Yours goes here. */
export const model = fileURLToPath(import.meta.resolve("magface-eval/fixtures/magface-tiny.onnx"));

/** How a model is run. `cache: null` would keep no embeddings; cacheFolder() is where the command line keeps them. */
export const source = { model, preset: "magface", provider: "cpu", cache: join(out, "cache") };

/** Warnings are worth seeing; all else is silent. */
export const io = quietIo({ warn: (text) => console.warn(`warning: ${text}`) });

/** 150 genuine and 150 impostor pairs of 40 drawn people, in the files that LFW has. */
export async function drawnLfw() {
  const folder = join(out, "lfw");
  const sizes = { people: 40, pictures: 4, folds: 5, pairsPerKind: 30 };
  await drawDataset("lfw", { sizes, seed: 1, out: folder });
  return { folder, pairs: join(folder, "pairs.txt"), protocol: join(folder, "protocol.json") };
}

/** Embeddings of its pictures, as a feature list in MagFace's form. */
export async function drawnFeatures() {
  const { folder } = await drawnLfw();
  const file = join(out, "feat.list");
  if (!existsSync(file)) await writeEmbeddings(source, distinctImages(listImages("lfw", folder)), file, io);
  return file;
}

/** Embeddings and lists of IJB-B's shape, a hundredth of its size. */
export async function ijbbData() {
  const folder = join(out, "ijbb");
  await makeIjbEmbeddings({ kind: "ijbb", scale: 0.01, dim: 64, seed: 1, out: folder });
  return { folder, features: join(folder, "feats.npy"), flipped: join(folder, "feats_flip.npy") };
}
