// The door to ONNX Runtime. It is loaded when a network is opened, never before: a run whose embeddings are all in the
// cache does without it (0.1 s and the model's memory).
import type * as OnnxRuntime from "onnxruntime-node";
import { UserError } from "../errors.js";

export type Runtime = typeof OnnxRuntime;
export type { InferenceSession, Tensor } from "onnxruntime-node";

let loaded = false;

/** Whether ONNX Runtime was loaded by this thread, which a warm run does not do. */
export const runtimeLoaded = (): boolean => loaded;

/** @throws UserError, one line, where this machine can't load it */
export async function loadRuntime(): Promise<Runtime> {
  try {
    loaded = true;
    const module = (await import("onnxruntime-node")) as Runtime & { default?: Runtime };
    const runtime = module.default ?? module;
    // Its errors come back as exceptions too; what it prints besides is for its own developers.
    runtime.env.logLevel = "fatal";
    return runtime;
  } catch (error) {
    throw new UserError(`onnxruntime-node can't be loaded on this machine: ${(error as Error).message.split("\n")[0]}`);
  }
}
