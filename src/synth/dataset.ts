// The drawn data sets by kind, each in the file form of the real one it stands for.
import { UserError } from "../errors.js";
import type { Crew } from "./crew.js";
import { planCluster, type ClusterSizes } from "./plan-cluster.js";
import { planIjb, type IjbSizes } from "./plan-ijb.js";
import { planAgeDb, planCfp, planLfw, type AgeDbSizes, type CfpSizes, type LfwSizes } from "./plan-pairs.js";
import type { Plan, PlanBase } from "./plan.js";
import { writePlan, type Drawn } from "./write-plan.js";

/** Sizes of a kind, the usual ones being those of the demo. */
export interface KindSizes {
  readonly lfw: LfwSizes;
  readonly cfp: CfpSizes;
  readonly agedb: AgeDbSizes;
  readonly ijbc: IjbSizes;
  readonly cluster: ClusterSizes;
}

/** Data sets that can be drawn, each in the file form of the real one. */
export type DatasetKind = keyof KindSizes;

/** Sizes where none are asked: drawn within seconds. */
export const usualSizes: KindSizes = {
  lfw: { people: 300, pictures: 5, folds: 10, pairsPerKind: 150 },
  cfp: { people: 150, frontal: 4, profile: 3, folds: 10, pairsPerKind: 100 },
  agedb: { people: 200, pictures: 3, folds: 10, pairsPerKind: 100 },
  ijbc: { people: 150, probes: 3, stills: 2, frames: 4, impostorPairs: 40_000, size: 128 },
  cluster: { people: 128, least: 1, most: 24 },
};

/** Sizes of the real sets, as far as a drawn set has the same parts. */
export const realSizes: KindSizes = {
  lfw: { people: 4281, pictures: 3, folds: 10, pairsPerKind: 300 },
  cfp: { people: 500, frontal: 10, profile: 4, folds: 10, pairsPerKind: 350 },
  agedb: { people: 568, pictures: 15, folds: 10, pairsPerKind: 300 },
  ijbc: { people: 3531, probes: 5, stills: 4, frames: 28, impostorPairs: 15_638_932, size: 128 },
  cluster: { people: 1845, least: 1, most: 140 },
};

const planners: { readonly [Kind in DatasetKind]: (base: PlanBase, sizes: KindSizes[Kind]) => Plan } = {
  lfw: planLfw,
  cfp: planCfp,
  agedb: planAgeDb,
  ijbc: planIjb,
  cluster: planCluster,
};

export const datasetKinds = Object.keys(planners) as DatasetKind[];

/** How a data set is drawn: the same seed and sizes give the same bytes for any number of threads. */
export interface DatasetOptions<Kind extends DatasetKind> extends Crew {
  readonly seed: number;
  readonly out: string;
  /** Those left out are the usual ones. */
  readonly sizes?: Partial<KindSizes[Kind]>;
  /** Strength of natural degradation, 1 where absent. */
  readonly difficulty?: number;
}

/**
 * Draws a data set of the world "eval", whose people appear in no training world.
 *
 * @throws UserError on a size that is no whole number or too small for the pairs asked, or a folder that holds anything else
 */
export async function drawDataset<Kind extends DatasetKind>(kind: Kind, options: DatasetOptions<Kind>): Promise<Drawn> {
  const { seed, out, difficulty = 1 } = options;
  const sizes = { ...usualSizes[kind], ...options.sizes };
  for (const [name, value] of Object.entries(sizes)) checkSize(name, value);
  const plan = planDataset(kind, { seed, difficulty }, sizes);
  return writePlan(plan, { kind, seed, difficulty, sizes }, out, options);
}

/** The plan of a data set, before anything is drawn. */
export const planDataset = <Kind extends DatasetKind>(kind: Kind, base: PlanBase, sizes: KindSizes[Kind]): Plan =>
  planners[kind](base, sizes);

function checkSize(name: string, value: unknown): void {
  const least = name === "frames" || name === "impostorPairs" ? 0 : 1;
  if (!Number.isInteger(value) || (value as number) < least) {
    throw new UserError(`${name} is ${String(value)}, expected a whole number of at least ${least}`);
  }
}
