// The door to ONNX Runtime. It is loaded when a session is opened, never before: a run whose embeddings are all in the
// cache does without it (0.1 s and the model's memory).
import type * as OnnxRuntime from "onnxruntime-node";
import type { InferenceSession } from "onnxruntime-node";
import { basename } from "node:path";
import { UserError } from "../errors.js";
import type { ModelCard } from "./card.js";
import { fromHalf, toHalf } from "./float16.js";
import { planModel, type ModelPlan, type ValueInfo } from "./model-plan.js";
import { runtimeFault } from "./runtime-fault.js";

/** What runs the model. */
export type Provider = "cuda" | "tensorrt" | "webgpu" | "dml" | "coreml" | "cpu";

/** What a run of the model gives: `count` raw embeddings of `dim` float32, and a quality number each where the model has one. */
export interface Rows {
  readonly count: number;
  readonly dim: number;
  readonly values: Float32Array;
  readonly quality: Float32Array | null;
}

/** A model ready to run. */
export interface Session {
  readonly plan: ModelPlan;
  readonly provider: Provider;
  /** Whether every node runs on `provider`; false = ONNX Runtime left some to the CPU. */
  readonly whole: boolean;
  /** Version of ONNX Runtime. */
  readonly runtime: string;
  /**
   * Embeds `count` prepared images; blocks the thread meanwhile.
   *
   * @param values count x (3 x height x width) in the plan's layout
   * @throws UserError, one line, when the model can't run them
   */
  run(values: Float32Array, count: number): Promise<Rows>;
  close(): Promise<void>;
}

/** What a session is opened with. */
export interface SessionRequest {
  readonly model: string;
  readonly card: ModelCard;
  readonly provider: Provider;
  /** Threads of the CPU provider. */
  readonly threads: number;
}

/** A provider that can't be used here; the model may be good. */
export class ProviderFault extends Error {}

type Runtime = typeof OnnxRuntime;

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

function sessionOptions({ provider, threads }: SessionRequest, strict: boolean): InferenceSession.SessionOptions {
  // Without spinning, cores that wait for the next operator decode images: see bench/embedding.ts.
  const settings = { intra_op: { allow_spinning: "0" }, ...(strict ? { disable_cpu_ep_fallback: "1" } : {}) };
  return {
    executionProviders: [provider],
    intraOpNumThreads: threads,
    logSeverityLevel: 4,
    extra: { session: settings },
  };
}

async function create(
  runtime: Runtime,
  request: SessionRequest,
): Promise<{ session: InferenceSession; whole: boolean }> {
  const open = (strict: boolean) => runtime.InferenceSession.create(request.model, sessionOptions(request, strict));
  if (request.provider === "cpu") return { session: await open(false), whole: true };
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
 * Opens a model on one provider.
 *
 * @throws UserError, one line, for a model that ONNX Runtime refuses or that the card does not fit
 * @throws ProviderFault when the provider can't be used
 */
export async function openSession(request: SessionRequest): Promise<Session> {
  const runtime = await loadRuntime();
  const { session, whole } = await create(runtime, request).catch((error: unknown) => {
    throw error instanceof ProviderFault ? error : new UserError(`${request.model}: ${modelFault(error as Error)}`);
  });
  const plan = planModel(
    request.model,
    session.inputMetadata.map(info),
    session.outputMetadata.map(info),
    request.card,
  );
  const runner = new Runner(runtime, session, plan, request);
  return {
    plan,
    provider: request.provider,
    whole,
    runtime: runtime.env.versions.node ?? runtime.env.versions.common,
    run: (values, count) => runner.run(values, count),
    close: () => session.release(),
  };
}

/** What goes into a model and what comes out, whatever they mean. @throws UserError, one line, for one that ONNX Runtime refuses */
export async function modelValues(model: string): Promise<Record<"inputs" | "outputs", ValueInfo[]>> {
  const runtime = await loadRuntime();
  const options = { logSeverityLevel: 4 as const, intraOpNumThreads: 1 };
  const session = await runtime.InferenceSession.create(model, options).catch((error: unknown) => {
    throw new UserError(`${model}: ${modelFault(error as Error)}`);
  });
  try {
    return { inputs: session.inputMetadata.map(info), outputs: session.outputMetadata.map(info) };
  } finally {
    await session.release();
  }
}

function modelFault(error: Error): string {
  const external = /External data path does not exist: "([^"]+)"/.exec(error.message);
  if (external) return `its weights lie in "${basename(external[1])}", which is not beside it`;
  if (/Protobuf parsing failed/.test(error.message)) return "not an ONNX model, or a damaged one";
  return `ONNX Runtime refuses it: ${runtimeFault(error.message)}`;
}

const info = (value: InferenceSession.ValueMetadata): ValueInfo =>
  value.isTensor ? value : { name: value.name, type: "no tensor", shape: [] };

type Tensor = InferenceSession.ReturnType[string];

class Runner {
  readonly #fetches: string[];
  readonly #shape: readonly number[];

  constructor(
    readonly runtime: Runtime,
    readonly session: InferenceSession,
    readonly plan: ModelPlan,
    readonly request: SessionRequest,
  ) {
    const { width, height } = request.card;
    this.#shape = plan.layout === "NCHW" ? [3, height, width] : [height, width, 3];
    this.#fetches = [plan.embedding, plan.norm, plan.quality].filter((name) => name !== null);
  }

  async run(values: Float32Array, count: number): Promise<Rows> {
    const { plan } = this;
    const feeds = { [plan.input]: this.#tensor(values, count) };
    const results = await this.session.run(feeds, this.#fetches).catch((error: unknown) => {
      throw new UserError(
        `${this.request.model}: does not run on ${count} images: ${runtimeFault((error as Error).message)}`,
      );
    });
    const embedding = this.#rows(plan.embedding, results[plan.embedding], count);
    const norm = plan.norm === null ? null : this.#single(plan.norm, results[plan.norm], count);
    const quality = plan.quality === null ? null : this.#single(plan.quality, results[plan.quality], count);
    const dim = embedding.length / count;
    if (norm) for (let i = 0; i < embedding.length; i++) embedding[i] *= norm[Math.floor(i / dim)];
    return { count, dim, values: embedding, quality };
  }

  #tensor(values: Float32Array, count: number) {
    const { Tensor } = this.runtime;
    const dims = [count, ...this.#shape];
    switch (this.plan.inputType) {
      case "float16":
        return new Tensor("float16", toHalf(values), dims);
      case "uint8":
        return new Tensor("uint8", Uint8Array.from(values), dims);
      default:
        return new Tensor("float32", values, dims);
    }
  }

  /** An output as float32, one row an image. */
  #rows(name: string, tensor: Tensor, count: number): Float32Array {
    const { dims, type, data } = tensor as { dims: readonly number[]; type: string; data: unknown };
    const oneVector = count === 1 && dims.length === 1;
    if ((dims[0] !== count && !oneVector) || (data as Float32Array).length === 0) {
      const shape = dims.join("x") || "a single number";
      throw new UserError(
        `${this.request.model}: output "${name}" is ${shape} for ${count} images, expected ${count} rows; if it was exported for one image, give --batch 1`,
      );
    }
    if (type === "float16") return fromHalf(data as Uint16Array);
    if (type === "float64") return Float32Array.from(data as Float64Array);
    return data as Float32Array;
  }

  #single(name: string, tensor: Tensor, count: number): Float32Array {
    const rows = this.#rows(name, tensor, count);
    if (rows.length === count) return rows;
    throw new UserError(
      `${this.request.model}: output "${name}" has ${rows.length / count} numbers an image, expected 1`,
    );
  }
}
