// node test/recogniser/graded-blur.mjs FOLDER
// The AT&T faces at 150 x 150, each blurred by a grade from 0 to 10, for error-versus-reject curves against a known truth:
// FOLDER gets the faces, pairs.csv (all 79,800 pairs), sharpness.txt (minus the grade of each), sound/ (no blur, for fit-niqe).
// A grade g is a Gaussian of sigma 0.3 g pixels; person p's picture i has grade (7 p + 3 i) mod 11.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import sharp from "sharp";
import { hasOrl, orlFolder, orlNames, orlPairs, orlPixels } from "./faces.mjs";

const [folder] = process.argv.slice(2);
if (!folder || !hasOrl) {
  console.error(folder ? `${orlFolder} is absent` : "usage: node test/recogniser/graded-blur.mjs FOLDER");
  process.exit(2);
}

const side = 150;
const gradeOf = (at) => (7 * Math.floor(at / 10) + 3 * (at % 10)) % 11;

async function writeFace(into, name, grade) {
  const path = join(folder, into, name.replace(".pgm", ".png"));
  mkdirSync(dirname(path), { recursive: true });
  const face = sharp(Buffer.from(orlPixels(name, side)), { raw: { width: side, height: side, channels: 3 } });
  writeFileSync(path, await (grade === 0 ? face : face.blur(0.3 * grade)).png().toBuffer());
}

for (const [at, name] of orlNames.entries()) {
  await writeFace(".", name, gradeOf(at));
  await writeFace("sound", name, 0);
}
const png = orlNames.map((name) => name.replace(".pgm", ".png"));
const pairs = [...orlPairs()].map(({ a, b, same }) => `${png[a]},${png[b]},${Number(same)}`);
writeFileSync(join(folder, "pairs.csv"), `a,b,same\n${pairs.join("\n")}\n`);
writeFileSync(join(folder, "sharpness.txt"), png.map((name, at) => `${name} ${-gradeOf(at)}\n`).join(""));
console.log(JSON.stringify({ faces: png.length, pairs: pairs.length }));
