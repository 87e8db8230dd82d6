// Networks as ONNX Runtime opens them: providers and their faults are known here alone.
import { basename, dirname } from "node:path";
import { UserError } from "../errors.js";
import { loadRuntime, type InferenceSession, type Runtime } from "../host/onnx-runtime.js";
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

export type { InferenceSession, Runtime };

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
