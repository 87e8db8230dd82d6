// Images to embeddings: into a file as `magface-eval embed` writes it, or into memory.
import { embedImages, listImages, readFeatures, resolveCard, writeEmbeddings } from "magface-eval";
import { drawnLfw, io, model, out, source } from "./data.mjs";

const { folder } = await drawnLfw();
const images = listImages("lfw", folder).slice(0, 8);

const { written, dim, failed } = await writeEmbeddings(source, images, `${out}/eight.npy`, io);
console.log(`${written} x ${dim} written, ${failed.length} images failed`);
const { matrix, names } = await readFeatures(`${out}/eight.npy`, { threads: 1 });
console.log(`read again: ${matrix.count} x ${matrix.dim}, the first is ${names?.[0]}`);

const card = await resolveCard({ model, preset: "magface", note: io.note });
const { matrix: made } = await embedImages(images, {
  ...{ model, card, provider: "cpu", batch: null, threads: 1, resize: false, strict: true, pairs: null, cache: null },
  io,
});
console.log("magnitude of the first", Math.hypot(...made.values.subarray(0, made.dim)));
