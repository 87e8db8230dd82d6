// A small suite as a user has it: two models, pairs of drawn pixels, and templates that share some of the pictures.
import { linearModel } from "../onnx-models.js";
import type { Files } from "./command.js";
import { picture, smallCard } from "./user-files.js";

const people = 16;
const shots = 4;
const side = 8;

const nameOf = (person: number, shot: number): string => `p${person}/${shot}.ppm`;

/** Pictures of the pairs: every person's. */
export const facePictures = people * shots;
/** Pictures of the templates: the first of each person, byte for byte, and as many that are in no pair. */
export const sharedPictures = people;
export const otherPictures = 8;

const faces: Files = Object.fromEntries(
  Array.from({ length: facePictures }, (_, i) => [
    `data/faces/${nameOf(Math.floor(i / shots), i % shots)}`,
    picture(i + 1, side),
  ]),
);

/** Each person's shots with the next, and with the next person's: half genuine, half impostor, in two folds. */
const pairs =
  "a,b,same,fold\n" +
  Array.from({ length: facePictures }, (_, i) => {
    const [person, shot] = [Math.floor(i / shots), i % shots];
    const other = nameOf((person + (i % 2)) % people, (shot + 1) % shots);
    return `${nameOf(person, shot)},${other},${1 - (i % 2)},${i < facePictures / 2 ? 1 : 2}\n`;
  }).join("");

const members = Array.from({ length: sharedPictures + otherPictures }, (_, i) => `${i}.ppm`);

const templates: Files = {
  ...Object.fromEntries(
    members.map((name, i) => [
      `data/ijbc/crops/${name}`,
      i < sharedPictures ? faces[`data/faces/${nameOf(i, 0)}`] : picture(500 + i, side),
    ]),
  ),
  "data/ijbc/meta/img.list": members.map((name) => `crops/${name}\n`).join(""),
  "data/ijbc/meta/ijbc_face_tid_mid.txt": members.map((name, i) => `${name} ${(i >> 1) + 1} ${i}\n`).join(""),
  "data/ijbc/meta/ijbc_template_pair_label.txt": Array.from({ length: 24 }, (_, i) => {
    const [left, right] = [(i % 12) + 1, ((i + 1 + Math.floor(i / 12)) % 12) + 1];
    return `${left} ${right} ${i % 2}\n`;
  }).join(""),
};

const card = JSON.stringify({ ...smallCard, magnitude: true });

export const suite = `format: 1
title: small
cache: cache
dataRoot: data
models:
  - { name: one, model: one.onnx, card: card.json }
  - { name: two, model: two.onnx, card: card.json }
data:
  faces: { path: pairs.csv, images: faces }
  gone: nowhere
  people: faces
defaults: { bootstrap: 20, provider: cpu }
tasks:
  - verification: { sets: [faces, gone], far: [0.1], folds: 2 }
  - templates: { sets: [ijbc], far: [0.1] }
  - erc: { sets: [faces], quality: [magnitude, random], fmr: [0.1] }
  - magnitude: [people]
`;

/** All of it; the suite is `suite.yaml`. */
export const suiteFiles: Files = {
  "suite.yaml": suite,
  "one.onnx": linearModel({ height: side, width: side }),
  "two.onnx": linearModel({ height: side, width: side, dim: 16 }),
  "card.json": card,
  "data/pairs.csv": pairs,
  ...faces,
  ...templates,
};

/** Folders of results of one model. */
export const foldersOf = (model: string): string[] => [
  ...[`pairs/${model}`, `ijbc/${model}`, `pairs/${model}/erc`, `magnitude/${model}`],
];
