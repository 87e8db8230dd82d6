import { UserError } from "../errors.js";
import type { ModelCard } from "./card.js";
import { toHalf } from "./float16.js";
import { planModel, type ModelPlan, type ValueInfo } from "./model-plan.js";
import { outputNumbers, outputRows, type OutputTensor } from "./output-rows.js";
import { openNetwork, type InferenceSession, type Network, type Provider, type Runtime } from "./network.js";
import { runtimeFault } from "./runtime-fault.js";

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
export interface SessionRequest extends Omit<Network, "bytes"> {
  readonly card: ModelCard;
  /** Tensor inside the network that is given out in place of the embedding. */
  readonly inner?: string;
}

/**
 * Opens a model on one provider.
 *
 * @throws UserError, one line, for a model that ONNX Runtime refuses or that the card does not fit
 * @throws ProviderFault when the provider can't be used
 */
export async function openSession(request: SessionRequest): Promise<Session> {
  const { model, inner, provider } = request;
  const card = inner === undefined ? request.card : cardOfInner(request.card, inner);
  const { runtime, session, whole } = await openNetwork({ ...request, bytes: await bytesWith(model, inner) });
  const plan = planModel(model, session.inputMetadata.map(info), session.outputMetadata.map(info), card);
  const runner = new Runner(runtime, session, plan, request);
  return {
    plan,
    provider,
    whole,
    runtime: runtime.env.versions.node ?? runtime.env.versions.common,
    run: (values, count) => runner.run(values, count),
    close: () => session.release(),
  };
}

const cardOfInner = (card: ModelCard, inner: string): ModelCard => ({
  ...card,
  output: inner,
  normOutput: null,
  qualityOutput: null,
});

/** The model's bytes with `inner` among its outputs; undefined where the file serves as it is. */
async function bytesWith(model: string, inner: string | undefined): Promise<Uint8Array | undefined> {
  if (inner === undefined) return undefined;
  // Loaded where it is wanted: the schema takes 0.1 s.
  const { readGraph, withOutput } = await import("./onnx-graph.js");
  return withOutput(readGraph(model), inner) ?? undefined;
}

/** What goes into a model and what comes out, whatever they mean. @throws UserError, one line, for one that ONNX Runtime refuses */
export async function modelValues(model: string): Promise<Record<"inputs" | "outputs", ValueInfo[]>> {
  const { session } = await openNetwork({ model, provider: "cpu", threads: 1 });
  try {
    return { inputs: session.inputMetadata.map(info), outputs: session.outputMetadata.map(info) };
  } finally {
    await session.release();
  }
}

const info = (value: InferenceSession.ValueMetadata): ValueInfo =>
  value.isTensor ? value : { name: value.name, type: "no tensor", shape: [] };

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
    const embedding = outputRows(this.#place(plan.embedding), results[plan.embedding] as OutputTensor, count);
    const norm = this.#numbers(plan.norm, results, count);
    const quality = this.#numbers(plan.quality, results, count);
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

  #numbers(name: string | null, results: InferenceSession.ReturnType, count: number): Float32Array | null {
    return name === null ? null : outputNumbers(this.#place(name), results[name] as OutputTensor, count);
  }

  #place(name: string): string {
    return `${this.request.model}: output "${name}"`;
  }
}
