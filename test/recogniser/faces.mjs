// Pixels to run the recogniser on: the AT&T (ORL) faces where ../shared holds them, drawn ones anywhere.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Folder of the AT&T faces, 40 people x 10: sN/1.pgm .. sN/10.pgm, grey, 92 x 112. */
export const orlFolder = fileURLToPath(new URL("../../../shared/data/orl/", import.meta.url));

/** Whether the faces are there. */
export const hasOrl = existsSync(orlFolder);

const people = 40;
const imagesEach = 10;

/** Names of the 400 faces inside `orlFolder`, person after person. */
export const orlNames = Array.from(
  { length: people * imagesEach },
  (_, i) => `s${Math.floor(i / imagesEach) + 1}/${(i % imagesEach) + 1}.pgm`,
);

/** Person of each name. */
export const orlPeople = orlNames.map((name) => name.split("/")[0]);

/** All couples of distinct faces once: 1,800 genuine and 78,000 impostor. */
export function* orlPairs() {
  for (let a = 0; a < orlNames.length; a++)
    for (let b = a + 1; b < orlNames.length; b++) yield { a, b, same: orlPeople[a] === orlPeople[b] };
}

/** A binary 8-bit PGM without comments, as the AT&T faces are. */
function readPgm(path) {
  const bytes = readFileSync(path);
  const header = /^P5\s(\d+)\s(\d+)\s255\s/.exec(bytes.subarray(0, 32).toString("latin1"));
  if (header === null) throw new Error(`${path}: not an 8-bit P5 image`);
  return { width: Number(header[1]), height: Number(header[2]), grey: bytes.subarray(header[0].length) };
}

/** Where sample `i` of `to` reads in a line of `from`: pixel centres on pixel centres, edges repeated. */
function place(i, from, to) {
  const at = Math.min(Math.max(((i + 0.5) * from) / to - 0.5, 0), from - 1);
  const before = Math.min(Math.floor(at), from - 2);
  return { before, part: at - before };
}

/** The whole image bilinearly scaled to size x size, in doubles, rounded to bytes at the end. */
function resized({ width, height, grey }, size) {
  const columns = Array.from({ length: size }, (_, x) => place(x, width, size));
  return Uint8Array.from({ length: size * size }, (_, i) => {
    const row = place(Math.floor(i / size), height, size);
    const column = columns[i % size];
    const line = (y) => {
      const start = y * width + column.before;
      return grey[start] * (1 - column.part) + grey[start + 1] * column.part;
    };
    return Math.round(line(row.before) * (1 - row.part) + line(row.before + 1) * row.part);
  });
}

/** An AT&T face as size x size RGB, pixel after pixel. */
export function orlPixels(name, size) {
  const grey = resized(readPgm(`${orlFolder}${name}`), size);
  return Uint8Array.from({ length: grey.length * 3 }, (_, i) => grey[Math.floor(i / 3)]);
}

/** A coloured picture, size x size RGB: waves that differ by channel, under noise of a seeded generator. */
export function drawnPixels(seed, size) {
  let state = seed;
  return Uint8Array.from({ length: size * size * 3 }, (_, i) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const [channel, x, y] = [i % 3, Math.floor(i / 3) % size, Math.floor(i / 3 / size)];
    const wave = Math.sin((x * (channel + 1)) / 17 + seed) * Math.cos((y * (seed + 1)) / 23 + channel);
    return 127.5 + 85 * wave + (40 * state) / 2 ** 32 - 20;
  });
}

/** `count` pictures: AT&T faces of different people where they are there, the rest drawn. */
export function someFaces(count, size) {
  const order = Array.from({ length: 400 }, (_, i) => orlNames[(i % people) * imagesEach + Math.floor(i / people)]);
  return Array.from({ length: count }, (_, i) => (hasOrl ? orlPixels(order[i], size) : drawnPixels(i + 1, size)));
}
