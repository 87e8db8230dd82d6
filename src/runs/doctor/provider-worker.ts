import type { ModelCard } from "../../embed/card.js";
import type { Provider } from "../../embed/network.js";
import { largestDifference, leastCosine, trial } from "../../embed/provider-trial.js";
import { openSession } from "../../embed/session.js";

export interface ProviderTask {
  readonly model: string;
  readonly card: ModelCard;
  readonly provider: Provider;
  readonly threads: number;
}

export interface ProviderAnswer {
  /** Version of ONNX Runtime. */
  readonly runtime: string;
  /** Whether every operator runs on the provider. */
  readonly whole: boolean;
  /** Images a run, and a second. */
  readonly batch: number;
  readonly perSecond: number;
  /** Against the CPU: least cosine, and largest difference in lengths of the embedding. */
  readonly cosine: number;
  readonly difference: number;
}

const images = 8;

/** Runs a model on a provider and on the CPU. @throws ProviderFault, and UserError where the model is at fault */
export default async function tryProvider(task: ProviderTask): Promise<ProviderAnswer> {
  const { card, provider } = task;
  const run = { card, now: () => performance.now() };
  const session = await openSession(task);
  const own = await trial(session, run, images);
  const reference =
    provider === "cpu" ? own : await trial(await openSession({ ...task, provider: "cpu" }), run, images);
  return {
    runtime: session.runtime,
    whole: session.whole,
    batch: own.rows.count,
    perSecond: (own.rows.count * 1000) / own.milliseconds,
    cosine: leastCosine(own.rows, reference.rows),
    difference: largestDifference(own.rows, reference.rows),
  };
}
