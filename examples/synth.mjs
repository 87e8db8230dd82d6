// Drawn faces with known truth: what `magface-eval synth` draws.
import { readFileSync } from "node:fs";
import { drawFaces } from "magface-eval";
import { out } from "./data.mjs";

const { folder, counts } = await drawFaces({
  ...{ people: 2, perPerson: 3, seed: 7, out: `${out}/faces` },
  ...{ degradation: "blur", grades: [0, 0.5, 1] },
});
console.log(`${counts.images} images in ${folder}`);
console.log(readFileSync(`${folder}/truth.csv`, "utf8").trimEnd()); // each picture's person and grade
