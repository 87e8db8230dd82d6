// SER-FIQ behind a recogniser: its last layer, repeated with dropout on what the layer multiplies.
import type { ModelCard } from "../embed/card.js";
import type { CutNetwork } from "../embed/cut-network.js";
import { seedOf } from "../embed/image-keys.js";
import type { RowHead } from "../embed/row-head.js";
import { drawMasks, dropOut, type DropoutPlan } from "./dropout.js";
import { robustness } from "./ser-fiq.js";

export interface SerFiqPlan extends DropoutPlan {
  readonly seed: number;
  /** Name of the layer that is repeated; null = the last fully connected one. */
  readonly layer: string | null;
}

/** @param told hears which layer was taken */
export function serFiqHead(
  model: string,
  card: ModelCard,
  { passes, drop, seed, layer }: SerFiqPlan,
  told: (text: string) => void,
): RowHead {
  const plan = { passes, drop };
  let cut: CutNetwork | null = null;
  const cutOnce = async () => {
    // Loaded where an image is not cached: reading models takes their schema.
    const { cutNetwork } = await import("../embed/cut-network.js");
    return (cut ??= cutNetwork(model, card, layer));
  };
  return {
    identity: JSON.stringify({ method: "ser-fiq", passes, drop, seed, layer }),
    tensor: async () => (await cutOnce()).tensor,
    async open(provider, threads) {
      const { layer: name, openTail } = await cutOnce();
      told(`SER-FIQ: layer "${name}" ${passes} times, dropout ${drop}, seed ${seed}`);
      const tail = await openTail(provider, threads);
      cut = null; // The model's bytes, which ONNX Runtime has taken over by now.
      return {
        async measure(row, key) {
          // Nothing of such an image reaches the layer: dropping more moves nothing, and that is no robustness.
          if (row.every((value) => value === 0)) return NaN;
          const masks = drawMasks(seedOf(key, seed), row.length, plan);
          return robustness(await tail.run(dropOut(row, masks, plan), passes), passes);
        },
        close: () => tail.close(),
      };
    },
  };
}
