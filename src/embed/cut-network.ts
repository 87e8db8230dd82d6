// A recogniser cut in two before its last fully connected layer.
import type { ModelCard } from "./card.js";
import { lastLayer } from "./last-layer.js";
import { planModel } from "./model-plan.js";
import type { Provider } from "./network.js";
import { constantsOf, sizesOf, tailModel } from "./network-tail.js";
import { readGraph } from "./onnx-graph.js";
import { openTail, type Tail } from "./tail-session.js";

export interface CutNetwork {
  /** Name of the layer that begins the second part. */
  readonly layer: string;
  /** What the first part gives and the second takes. */
  readonly tensor: string;
  /** Opens the second part. @throws UserError, one line, where ONNX Runtime refuses it */
  openTail(provider: Provider, threads: number): Promise<Tail>;
}

/**
 * @param card tells which output is the embedding
 * @param wanted name of the layer; null = it is looked for
 * @throws UserError, one line, for a model that has no such layer or that the card does not fit
 */
export function cutNetwork(model: string, card: ModelCard, wanted: string | null): CutNetwork {
  const source = readGraph(model);
  const { embedding } = planModel(model, source.inputs, source.outputs, card);
  const steps = { model, nodes: source.graph.node, constants: constantsOf(source), sizes: sizesOf(source) };
  const layer = lastLayer(steps, embedding, wanted);
  return {
    layer: layer.name,
    tensor: layer.input,
    openTail: (provider, threads) =>
      openTail({ model, bytes: tailModel(source, layer, embedding), provider, threads }, layer.name),
  };
}
