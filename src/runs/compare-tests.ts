// The tests that a part's files allow.
import { pairedDifferences, type PairedDifference } from "../evaluate/paired-comparison.js";
import { pairedVerification } from "../evaluate/paired-verification.js";
import { countOf } from "../protocol/counts.js";
import type { ComparedPart } from "../report/comparison.js";
import { commonPairs, type CommonPairs } from "./compare-pairs.js";
import type { Likeness } from "./compare-likeness.js";
import type { Part } from "./compare-parts.js";
import type { ComparisonRequest } from "./compare-request.js";
import { haveScores, pairTemplates } from "./compare-templates.js";
import type { PairRow } from "../report/result.js";

export interface PartTests {
  readonly tests?: ComparedPart["tests"];
  readonly differences: readonly PairedDifference[];
  /** Verification's pairs, for disagreements. */
  readonly common: CommonPairs | null;
  /** Why there are no tests. */
  readonly notes: readonly string[];
}

const untested = (note: string): PartTests => ({ differences: [], common: null, notes: [note] });

/** @throws UserError where files of a result do not belong together */
export function testPart(
  part: Part,
  rows: readonly PairRow[][] | null,
  likeness: Likeness,
  request: Pick<ComparisonRequest, "bootstrap" | "seed">,
): PartTests {
  if (part.task === "templates") return testTemplates(part, likeness, request);
  if (part.task !== "verification") return { differences: [], common: null, notes: [] };
  if (rows === null) return untested("not tested: not every result folder has its pairs.csv");
  if (!likeness.samePairs) return untested("not tested: the pairs of the results are not the same");
  const common = commonPairs(part, rows);
  const { input, fars, failed, places } = common;
  if (places.length === 0) return untested("not tested: no pair has a score by all models");
  const figures = pairedVerification(input, { fars, ...request });
  return {
    tests: { pairs: places.length, failed, over: input.subjects === null ? "pairs" : "subjects" },
    differences: pairedDifferences(figures, part.members.length),
    common,
    notes: failed.some((count) => count > 0)
      ? [`${countOf(places.length, "pair")} of ${rows[0].length} are in every test: on the others an image failed`]
      : [],
  };
}

function testTemplates(
  part: Part,
  { alike }: Likeness,
  { bootstrap, seed }: Pick<ComparisonRequest, "bootstrap" | "seed">,
): PartTests {
  if (!haveScores(part))
    return untested(
      "not tested: results of a run with --scores (and one way of pooling) hold what McNemar's test and a paired bootstrap need",
    );
  if (!alike) return untested("not tested: the template pairs are not the same");
  const { figures, pairs } = pairTemplates(part, bootstrap, seed);
  const tests = { pairs, failed: part.members.map(() => 0), over: "pairs" as const };
  return { tests, differences: pairedDifferences(figures, part.members.length), common: null, notes: [] };
}
