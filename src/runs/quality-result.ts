// What result.json holds of a list of qualities.
import { basename } from "node:path";
import { digestBytes } from "../embed/image-keys.js";
import { qualityFigures } from "../evaluate/quality-figures.js";
import { digestOf, printDigest } from "../host/digest.js";
import { nodeVersion } from "../host/machine.js";
import { canonicalJson } from "../protocol/canonical-json.js";
import type { Result } from "../report/result.js";
import type { ImageFailure } from "../types.js";
import { version } from "../version.js";
import type { ImageColumn } from "./image-qualities.js";
import type { ModelRequest } from "./model-vectors.js";

/** @param keys 32 bytes an image: what was measured, however the files are called */
export function qualityResult(
  columns: readonly ImageColumn[],
  keys: Uint8Array,
  failures: readonly ImageFailure[],
  model: ModelRequest | null,
): Result {
  const own = columns.find(({ ofOwnModel }) => ofOwnModel);
  const others = columns.filter(({ ofOwnModel }) => !ofOwnModel);
  const failed = new Set(failures.map(({ name }) => name)).size;
  return {
    format: 1,
    task: "quality",
    protocol: { name: "quality", digest: digestText(canonicalJson(columns.map(({ name }) => name))) },
    figures: qualityFigures(columns),
    provenance: {
      data: digestText(["images", ...hexKeys(keys)].join("\n")),
      ...(own && model && { modelName: basename(model.model).replace(/\.onnx$/i, ""), ...own.origin }),
      images: { listed: keys.length / digestBytes, failed },
      qualities: others.map(({ name, origin }) => ({ quality: name, ...origin })),
      versions: { "magface-eval": version, ...runtimesOf(columns), node: nodeVersion },
    },
  };
}

const digestText = (text: string): string => printDigest(digestOf(text));

function hexKeys(keys: Uint8Array): string[] {
  const bytes = Buffer.from(keys.buffer, keys.byteOffset, keys.byteLength);
  const places = Array.from({ length: keys.length / digestBytes }, (_, i) => i * digestBytes);
  return places.map((at) => bytes.toString("hex", at, at + digestBytes));
}

/** The runtimes that made numbers: of several models, all that occur. */
function runtimesOf(columns: readonly ImageColumn[]): Readonly<Record<string, string>> {
  const found = [...new Set(columns.flatMap(({ versions }) => versions?.onnxruntime ?? []))];
  return found.length === 0 ? {} : { onnxruntime: found.join(", ") };
}
