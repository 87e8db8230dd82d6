// The door to ONNX Runtime. It is loaded when a network is opened, never before: a run whose embeddings are all in the
// cache does without it (0.1 s and the model's memory).
import type * as OnnxRuntime from "onnxruntime-node";
import type { InferenceSession } from "onnxruntime-node";
import { basename, dirname } from "node:path";
import { UserError } from "../errors.js";
import { runtimeFault } from "./runtime-fault.js";

/** What runs the model. */
export type Provider = "cuda" | "tensorrt" | "webgpu" | "dml" | "coreml" | "cpu";

/** A network and what runs it. */
export interface Network {
  /** Path of its file. */
  readonly model: string;
  readonly provider: Provider;
  /** Threads of the CPU provider. */
  readonly threads: number;
  /** Its bytes where they are not those of the file `model`; weights in further files are looked for beside that. */
  readonly bytes?: Uint8Array;
}

/** A network ready to run. */
export interface OpenNetwork {
  readonly runtime: Runtime;
  readonly session: InferenceSession;
  /** Whether every node runs on the provider; false = ONNX Runtime left some to the CPU. */
  readonly whole: boolean;
}

/** A provider that can't be used here; the model may be good. */
export class ProviderFault extends Error {}

export type Runtime = typeof OnnxRuntime;
export type { InferenceSession };

let loaded = false;

/** Whether ONNX Runtime was loaded by this process, which a warm run does not do. */
export const runtimeLoaded = (): boolean => loaded;

async function loadRuntime(): Promise<Runtime> {
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

function sessionOptions(
  { model, bytes, provider, threads }: Network,
  strict: boolean,
): InferenceSession.SessionOptions {
  const settings = {
    // Without spinning, cores that wait for the next operator decode images: see bench/embedding.ts.
    intra_op: { allow_spinning: "0" },
    ...(strict && { disable_cpu_ep_fallback: "1" }),
    ...(bytes && { model_external_initializers_file_folder_path: dirname(model) }),
  };
  return {
    executionProviders: [provider],
    intraOpNumThreads: threads,
    logSeverityLevel: 4,
    extra: { session: settings },
  };
}

async function create(runtime: Runtime, network: Network): Promise<Omit<OpenNetwork, "runtime">> {
  const { model, bytes } = network;
  const { InferenceSession } = runtime;
  const open = (strict: boolean) => {
    const options = sessionOptions(network, strict);
    return bytes ? InferenceSession.create(bytes, options) : InferenceSession.create(model, options);
  };
  if (network.provider === "cpu") return { session: await open(false), whole: true };
  try {
    return { session: await open(true), whole: true };
  } catch (strictFault) {
    try {
      return { session: await open(false), whole: false };
    } catch {
      throw new ProviderFault(runtimeFault((strictFault as Error).message));
    }
  }
}

/**
 * Loads ONNX Runtime and gives it a network.
 *
 * @throws UserError, one line, for one that it refuses
 * @throws ProviderFault when the provider can't be used
 */
export async function openNetwork(network: Network): Promise<OpenNetwork> {
  const runtime = await loadRuntime();
  const opened = await create(runtime, network).catch((error: unknown) => {
    throw error instanceof ProviderFault ? error : new UserError(`${network.model}: ${modelFault(error as Error)}`);
  });
  return { runtime, ...opened };
}

function modelFault(error: Error): string {
  const external = /External data path does not exist: "([^"]+)"/.exec(error.message);
  if (external) return `its weights lie in "${basename(external[1])}", which is not beside it`;
  if (/Protobuf parsing failed/.test(error.message)) return "not an ONNX model, or a damaged one";
  return `ONNX Runtime refuses it: ${runtimeFault(error.message)}`;
}
