// What a thread does of template scoring: some blocks of rows, from products to scores.
import { openGemm, type Gemm } from "../host/gemm.js";
import { oneProduct, takeScores, weighBlock, type SideQualities } from "../score/block-scores.js";
import { blockRows, genuineBit, type PairBlocks } from "../score/pair-blocks.js";
import { HighestScores, searchRow, type SearchFound, type SearchPlan } from "../score/template-search.js";

/** A share of one scoring; everything large is shared memory. */
export interface BlockTask {
  readonly kind: "blocks";
  /** Unit templates, float64, template after template. */
  readonly templates: Float64Array;
  readonly dim: number;
  readonly blocks: Omit<PairBlocks, "order" | "genuine">;
  /** Blocks [from, to) are this task's. */
  readonly from: number;
  readonly to: number;
  /** Receives scores in the order of `blocks.places`. */
  readonly scores: Float64Array;
  readonly qualities: SideQualities | null;
  readonly search: { readonly plan: SearchPlan; readonly found: SearchFound; readonly highest: number } | null;
  readonly provider: "cpu" | "cuda";
  /** [0] counts blocks done, [1] is 1 when the task is to stop. */
  readonly signals: Int32Array;
}

export interface BlockAnswer {
  /** The highest of non-mated gallery scores, descending. */
  readonly others: Float64Array;
  readonly provider: string;
}

export async function scoreBlocks(task: BlockTask): Promise<BlockAnswer> {
  const { blocks, from, to, search, signals } = task;
  const columns = gather(task.templates, blocks.columns, task.dim);
  const gemm = blocks.dense ? await openGemm(columns, task.dim, task.provider) : null;
  const others = new HighestScores(search?.highest ?? 0);
  try {
    for (let block = from; block < to && Atomics.load(signals, 1) === 0; block++) {
      await scoreBlock(task, block, columns, gemm, others);
      Atomics.add(signals, 0, 1);
    }
  } finally {
    await gemm?.close();
  }
  return { others: search ? others.finish() : new Float64Array(0), provider: gemm?.provider ?? "cpu" };
}

async function scoreBlock(
  { templates, dim, blocks, scores, qualities, search }: BlockTask,
  block: number,
  columns: Float64Array,
  gemm: Gemm | null,
  others: HighestScores,
): Promise<void> {
  const first = block * blockRows;
  const rows = gather(templates, blocks.rows.subarray(first, first + blockRows), dim);
  const [start, end] = [blocks.starts[block], blocks.starts[block + 1]];
  const places = blocks.places.subarray(start, end);
  if (gemm === null) return scoreOneByOne(rows, columns, dim, first, places, scores.subarray(start, end), qualities);
  const products = await gemm.multiply(rows);
  if (qualities) weighBlock(products, first, qualities);
  takeScores(products, places, scores.subarray(start, end));
  if (search) searchBlock(products, first, blocks.columns.length, search, others);
}

function scoreOneByOne(
  rows: Float64Array,
  columns: Float64Array,
  dim: number,
  first: number,
  places: Uint32Array,
  into: Float64Array,
  qualities: SideQualities | null,
): void {
  const width = columns.length / dim;
  const product = new Float64Array(1);
  for (let i = 0; i < places.length; i++) {
    const place = places[i] & (genuineBit - 1);
    const row = Math.floor(place / width);
    const column = place - row * width;
    product[0] = oneProduct(rows, row * dim, columns, column * dim, dim);
    if (qualities)
      weighBlock(product, 0, {
        rows: qualities.rows.subarray(first + row, first + row + 1),
        columns: qualities.columns.subarray(column, column + 1),
      });
    into[i] = product[0];
  }
}

function searchBlock(
  products: Float64Array,
  first: number,
  width: number,
  { plan, found }: NonNullable<BlockTask["search"]>,
  others: HighestScores,
): void {
  for (let at = 0, row = first; at < products.length; at += width, row++) {
    if (plan.mate[row] > -2) searchRow(products, at, row, plan, found, others);
  }
}

/** The named templates' vectors one after another, in memory of this thread. */
function gather(templates: Float64Array, named: Uint32Array, dim: number): Float64Array {
  const vectors = new Float64Array(named.length * dim);
  named.forEach((template, at) => vectors.set(templates.subarray(template * dim, (template + 1) * dim), at * dim));
  return vectors;
}
