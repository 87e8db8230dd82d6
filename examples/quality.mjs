// One quality number an image, higher = better: what `magface-eval quality` does.
import { distinctImages, listImages, parseQuality, runQuality } from "magface-eval";
import { drawnLfw, io, source } from "./data.mjs";

const { folder } = await drawnLfw();
const images = distinctImages(listImages("lfw", folder)).slice(0, 12);
const { names, columns } = await runQuality(
  {
    images,
    qualities: ["magnitude", "unified", "piqe"].map(parseQuality),
    pictures: source, // how pictures are read and embedded
    model: source, // whose magnitude is meant
    seed: 1,
    out: null,
  },
  io,
);
for (const [image, name] of names.entries())
  console.log(name, ...columns.map((column) => `${column.name} ${column.values[image].toFixed(2)}`));
