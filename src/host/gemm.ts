// Products of float64 matrices by ONNX Runtime, whose kernels (AVX-512 where there is one) do in half a second what a loop
// does in ten. One block of rows at a time: a block's products stay in the second-level cache, while memory for all of
// them at once costs more than the products (fresh pages; measured in bench/templates.ts).
import { fileURLToPath } from "node:url";
import { loadRuntime, type InferenceSession, type Tensor } from "./onnx-runtime.js";

const model = fileURLToPath(new URL("../../fixtures/gemm/gemm-f64.onnx", import.meta.url));

/** Multiplies blocks of rows with one fixed set of columns. */
export interface Gemm {
  /** What multiplies: cpu or cuda. */
  readonly provider: string;
  /**
   * @param rows whole rows of `dim` numbers
   * @returns rows x columns products, row after row; each is summed in the order of the dimension, however many rows come
   */
  multiply(rows: Float64Array): Promise<Float64Array>;
  close(): Promise<void>;
}

/**
 * @param columns vectors of `dim` numbers, one after another, in memory that no other thread shares
 * @param provider "cuda" is tried where it is asked for, with the processor in its place where it is not there
 */
export async function openGemm(columns: Float64Array, dim: number, provider: "cpu" | "cuda"): Promise<Gemm> {
  const runtime = await loadRuntime();
  const open = (name: string) =>
    runtime.InferenceSession.create(model, {
      executionProviders: [name],
      intraOpNumThreads: 1, // A thread of ours a core already.
      logSeverityLevel: 4,
    });
  const { session, used } = await firstThatOpens(open, provider);
  const b = new runtime.Tensor("float64", columns, [columns.length / dim, dim]);
  return {
    provider: used,
    async multiply(rows) {
      const a = new runtime.Tensor("float64", rows, [rows.length / dim, dim]);
      const { c } = (await session.run({ a, b })) as { c: Tensor };
      return c.data as Float64Array;
    },
    close: () => session.release(),
  };
}

async function firstThatOpens(open: (name: string) => Promise<InferenceSession>, provider: "cpu" | "cuda") {
  if (provider === "cuda") {
    const session = await open("cuda").catch(() => null);
    if (session) return { session, used: "cuda" };
  }
  return { session: await open("cpu"), used: "cpu" };
}
