import type { EmbeddingCache } from "../store/cache.js";
import type { Io, PairList } from "../types.js";
import type { ModelCard } from "./card.js";
import type { Provider } from "./network.js";
import type { RowHead } from "./row-head.js";

/** What embedding is done with. */
export interface EmbedOptions {
  /** Path of the ONNX model. */
  readonly model: string;
  readonly card: ModelCard;
  readonly provider: Provider | "auto";
  /** Images a run; null = the model's own, else measured. */
  readonly batch: number | null;
  /** null = all cores. */
  readonly threads: number | null;
  /** null = nothing is kept. */
  readonly cache: EmbeddingCache | null;
  /** Scale images that are neither aligned nor of the card's size. */
  readonly resize: boolean;
  /** Whether the first image that fails ends the run. */
  readonly strict: boolean;
  /** Pairs over the images, place by place: the preprocessing is held against its rivals on a few. null = it is not. */
  readonly pairs: PairList | null;
  /** What makes one number an image of the network's; absent = the embedding is wanted. Its card has flip "none". @internal */
  readonly head?: RowHead;
  readonly io: Pick<Io, "progress" | "note" | "warn" | "detail" | "signal" | "now">;
}
