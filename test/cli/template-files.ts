// A small data folder of IJB-C's shape, as `synth ijbc` makes it, whole or changed in one place.
import { join } from "node:path";
import { readNpy } from "../../src/store/npy.js";
import { makeIjbEmbeddings } from "../../src/synth/ijb-embeddings.js";
import { npyBytes } from "../store/npy-files.js";
import { filesBelow, workFolder, type Files } from "./command.js";

export const dim = 8;

const home = workFolder();
await makeIjbEmbeddings({ kind: "ijbc", seed: 4, scale: 0.001, dim, threads: 1, out: join(home, "set") });

/** The folder `set`, sound. */
export const soundSet: Files = Object.fromEntries(filesBelow(home));

/** Embeddings of both views, image after image. */
export const [values, flipped] = ["feats.npy", "feats_flip.npy"].map((file) =>
  Float32Array.from(readNpy(join(home, "set", file)).values),
);

export const images = values.length / dim;

/** Names of a set's lists below meta/. */
export const lists = {
  images: "ijbc_face_tid_mid.txt",
  pairs: "ijbc_template_pair_label.txt",
  points: "ijbc_name_5pts_score.txt",
  first: "ijbc_1N_gallery_G1.csv",
  second: "ijbc_1N_gallery_G2.csv",
  probes: "ijbc_1N_probe_mixed.csv",
} as const;

export type ListName = keyof typeof lists;

const pathOf = (list: ListName): string => `set/meta/${lists[list]}`;

export const textOf = (list: ListName): string => Buffer.from(soundSet[pathOf(list)]).toString();

/** Lines of a list without their ends. */
export const linesOf = (list: ListName): string[] => textOf(list).trimEnd().split("\n");

export const withList = (list: ListName, content: string | Uint8Array): Files => ({
  ...soundSet,
  [pathOf(list)]: content,
});

/** The set with some lines of a list replaced, counted from 1. */
export const withLines = (list: ListName, replaced: Readonly<Record<number, string>>): Files =>
  withList(
    list,
    linesOf(list)
      .map((line, i) => `${replaced[i + 1] ?? line}\n`)
      .join(""),
  );

export const withoutLists = (...missing: readonly ListName[]): Files =>
  Object.fromEntries(Object.entries(soundSet).filter(([path]) => !missing.some((list) => path === pathOf(list))));

/** The set and files beside it. */
export const beside = (files: Files): Files => ({ ...soundSet, ...files });

export const bytesOf = (floats: Float32Array): Uint8Array =>
  new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength);

/** A .npy of float32, `width` a row. */
export const npyOf = (floats: Float32Array, width = dim): Buffer =>
  npyBytes("<f4", `${floats.length / width}, ${width}`, bytesOf(floats));

/** The embeddings as .npy, some values replaced first. */
export const npyWith = (change: (copy: Float32Array) => void): Buffer => {
  const copy = values.slice();
  change(copy);
  return npyOf(copy);
};

/** Lines of MagFace's feature list. */
export const featureLines = (floats: Float32Array = values): string[] =>
  linesOf("images").map(
    (line, image) => `${line.split(" ")[0]} ${floats.subarray(image * dim, (image + 1) * dim).join(" ")}\n`,
  );
