import { noiseRows } from "./noise.js";
import type { ModelCard } from "./card.js";
import type { Session } from "./session.js";

/** How many images a run of the model takes. */
export interface BatchChoice {
  readonly size: number;
  /** Whether a batch that is not full is filled up with zeros: every run then has exactly `size` images. */
  readonly padded: boolean;
  /** For --verbose. */
  readonly why: string;
}

export interface BatchRequest {
  readonly session: Session;
  readonly card: ModelCard;
  /** --batch */
  readonly asked: number | null;
  /** Images there are to embed, views counted. */
  readonly rows: number;
  readonly now: () => number;
}

/** Largest batch that is tried. */
const most = { cpu: 64, gpu: 256 };
/** Batch of a provider whose embeddings depend on it: one size for all machines and runs. */
const settled = { cpu: 8, gpu: 32 };
/** Trials end when doubling the batch twice gives less than this much more (once may be chance), or after this long, in ms. */
const leastGain = 1.05;
const longest = 2000;

/**
 * Chooses the batch: the model's own where that is fixed, else --batch, else by doubling it while that helps.
 *
 * The same image must give the same bytes whatever the batch, or results would depend on how fast the machine
 * happened to be. So each size tried embeds copies of one image, and every row must equal, to the bit, the image
 * embedded alone. On ONNX Runtime 1.30's CPU provider (x86-64, AVX-512) that held for every size from 1 to 64, for one
 * thread and two, on convolutions, depthwise ones, Gemm, MatMul, ReduceL2 and SoftMax of 75 to 25,088 inputs, iResNet-18
 * included: 0 of 32,768 numbers differed. Where it does not hold the batch is a constant, and the last one is padded.
 */
export async function chooseBatch(request: BatchRequest): Promise<BatchChoice> {
  const { session, asked } = request;
  const { batch } = session.plan;
  if (batch !== null) return { size: batch, padded: true, why: `fixed by the model at ${batch}` };
  if (asked !== null) return { size: asked, padded: false, why: "as asked for" };
  return calibrate(request);
}

async function calibrate({ session, card, rows, now }: BatchRequest): Promise<BatchChoice> {
  const kind = session.provider === "cpu" ? "cpu" : "gpu";
  const began = now();
  const alone = (await session.run(noiseRows(card, 1), 1)).values;
  let best = { size: 1, perSecond: 0 };
  let idle = 0;
  for (let size = 1; size <= Math.min(most[kind], Math.max(rows, 1)); size *= 2) {
    const noise = noiseRows(card, size);
    const step = await timed(session, noise, size, now);
    if (step === null) break;
    if (!allEqual(step.values, alone)) {
      return {
        size: settled[kind],
        padded: true,
        why: `embeddings depend on the batch (seen at ${size}), so it is always ${settled[kind]}`,
      };
    }
    const gains = step.perSecond >= best.perSecond * leastGain;
    idle = gains ? 0 : idle + 1;
    if (gains) best = { size, perSecond: step.perSecond };
    if (idle === 2 || now() - began > longest) break;
  }
  return { size: best.size, padded: false, why: `${best.size} measured best, ${best.perSecond.toFixed(0)} images/s` };
}

/** One timed run after one that warms up, or null where this many images can't be run (memory, or a graph made for one). */
async function timed(
  session: Session,
  noise: Float32Array,
  size: number,
  now: () => number,
): Promise<{ perSecond: number; values: Float32Array } | null> {
  try {
    await session.run(noise, size);
    const began = now();
    const { values } = await session.run(noise, size);
    return { perSecond: (size * 1000) / Math.max(now() - began, 1e-3), values };
  } catch (error) {
    if (size > 1) return null;
    throw error;
  }
}

function allEqual(rows: Float32Array, one: Float32Array): boolean {
  return rows.length % one.length === 0 && rows.every((value, i) => Object.is(value, one[i % one.length]));
}
