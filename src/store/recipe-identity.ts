import { digestOf } from "../host/digest.js";

/** What a vector depends on besides the image's bytes. */
export interface RecipeIdentity {
  /** Digest of the model file, as results print it. */
  readonly model: string;
  /** Shown by `cache ls`; not part of the key: a renamed model is the same model. */
  readonly modelName: string;
  /** Every field of how pixels become the input: size, channels, mean, scale ... */
  readonly pixels: object;
  /** plain or mirrored */
  readonly view: string;
  /** Name of the network's output. */
  readonly output: string;
}

/** SHA-256 of the fields that count, as JSON with sorted keys. */
export function recipeDigest({ model, pixels, view, output }: RecipeIdentity): Buffer {
  return digestOf(canonicalJson({ model, pixels, view, output }));
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (part === null || typeof part !== "object" || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  });
}
