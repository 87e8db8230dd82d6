import { UserError } from "../errors.js";
import { openNetwork, ProviderFault, type Network, type OpenNetwork } from "./network.js";
import { tailInput, tailOutput } from "./network-tail.js";
import { runtimeFault } from "./runtime-fault.js";

/** The end of a network, ready to run. */
export interface Tail {
  /**
   * @param rows `count` rows of what the tensor before the layer holds for one image
   * @returns as many embeddings
   * @throws UserError, one line, where it does not take them
   */
  run(rows: Float32Array, count: number): Promise<Float32Array>;
  close(): Promise<void>;
}

/**
 * Opens it on the network's provider, on the processor where that takes the whole network only.
 *
 * @param layer its name, for messages
 * @throws UserError, one line, where ONNX Runtime refuses it
 */
export async function openTail(network: Network, layer: string): Promise<Tail> {
  const { runtime, session } = await openNetwork(network).catch((error: unknown): Promise<OpenNetwork> => {
    if (!(error instanceof ProviderFault)) throw error;
    return openNetwork({ ...network, provider: "cpu" });
  });
  const place = `${network.model}: layer "${layer}"`;
  return {
    async run(rows, count) {
      const feeds = { [tailInput]: new runtime.Tensor("float32", rows, [count, rows.length / count]) };
      const results = await session.run(feeds).catch((error: unknown) => {
        const fault = runtimeFault((error as Error).message);
        throw new UserError(`${place} does not take ${count} rows of ${rows.length / count} numbers: ${fault}`);
      });
      const { data, dims } = results[tailOutput];
      if (dims[0] === count) return data as Float32Array;
      throw new UserError(`${place} gives ${dims.join("x")} for ${count} rows, expected ${count} embeddings`);
    },
    close: () => session.release(),
  };
}
