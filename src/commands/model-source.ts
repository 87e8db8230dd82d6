// What makes a run's embeddings: the model of a command line and how pictures are fed to it, or features in its place.
import { UserError } from "../errors.js";
import { fromCwd, type CommonOptions } from "../options.js";
import { cacheFolder } from "../runs/cache-folder.js";
import type { ModelRequest } from "../runs/model-vectors.js";
import type { FeatureRequest } from "../runs/vectors.js";

type PictureOptions = Pick<
  CommonOptions,
  "provider" | "batch" | "threads" | "cache" | "flip" | "resize" | "landmarks" | "strict"
>;

type CardOptions = Pick<CommonOptions, "preset" | "card">;

/** Options of commands that take features in place of a model. */
export interface SourceOptions extends CommonOptions {
  features?: string;
  names?: string;
  dim?: number;
}

/** Options that say something of a model or its pictures: beside features they would change nothing. */
export const modelOptions: string[] = ["model", "preset", "card", "batch", "flip", "resize", "landmarks"];

/** How pictures are read and embedded, by whichever model. */
export function pictureOptions(options: PictureOptions, cwd: string): Omit<ModelRequest, "model" | "preset" | "card"> {
  const { provider, batch, threads, cache, flip, resize, landmarks, strict } = options;
  return {
    ...{ provider, batch, threads, flip, resize, strict, landmarks: landmarks && fromCwd(cwd, landmarks) },
    cache: cache === false ? null : typeof cache === "string" ? fromCwd(cwd, cache) : cacheFolder(),
  };
}

/** @param model its path as typed: some commands take several */
export function modelRequest(model: string, options: PictureOptions & CardOptions, cwd: string): ModelRequest {
  const { preset, card } = options;
  return { ...pictureOptions(options, cwd), model: fromCwd(cwd, model), preset, card: card && fromCwd(cwd, card) };
}

export const noSource = (): UserError =>
  new UserError("what makes the embeddings? Give --model FILE.onnx, or --features FILE");

/** @throws UserError where neither is given */
export function sourceOf(options: SourceOptions, cwd: string): FeatureRequest | ModelRequest {
  const { features, model, names, dim, threads } = options;
  if (features !== undefined)
    return { features: fromCwd(cwd, features), names: names && fromCwd(cwd, names), dim, threads };
  if (model === undefined) throw noSource();
  return modelRequest(model, options, cwd);
}

/** @param each what there must be one for: "each recogniser" @throws UserError where an option has too many values or too few */
export function checkCount(option: string, given: readonly string[] | undefined, expected: number, each: string): void {
  if (given !== undefined && given.length !== expected)
    throw new UserError(`${option}: ${given.length} given, expected ${expected}, one for ${each}`);
}
