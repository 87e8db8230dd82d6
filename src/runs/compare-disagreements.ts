// The pairs of a verification part on which models differ most, as rows.
import { UserError } from "../errors.js";
import { findDisagreements } from "../evaluate/disagreements.js";
import { everyTwo } from "../evaluate/paired-comparison.js";
import { printRate } from "../metrics/operating-point.js";
import type { DisagreementCount, DisagreementRow } from "../report/comparison.js";
import type { CommonPairs } from "./compare-pairs.js";
import type { Part } from "./compare-parts.js";
import type { ComparisonRequest } from "./compare-request.js";

export interface PartDisagreements {
  readonly rows: readonly DisagreementRow[];
  readonly counts: readonly DisagreementCount[];
}

/** @throws UserError for a FAR that not all models have */
export function disagreementsOf(
  part: Part,
  common: CommonPairs,
  { far: asked, pairs: most }: Pick<ComparisonRequest, "far" | "pairs">,
): PartDisagreements {
  const far = farOf(part, common, asked);
  const found = everyTwo(part.members.length).map(([against, model]) =>
    between(part, common, model, against, far, most),
  );
  return { rows: found.flatMap(({ rows }) => rows), counts: found.flatMap(({ count }) => (count ? [count] : [])) };
}

function farOf({ title }: Part, { fars }: CommonPairs, asked: number | null): number | null {
  if (asked === null) return fars.at(-1) ?? null;
  if (fars.includes(asked)) return asked;
  const known = fars.length === 0 ? "none" : fars.map(printRate).join(", ");
  throw new UserError(
    `--far ${printRate(asked)}: not a FAR that all results of ${title} have, expected one of ${known}`,
  );
}

function between(
  { protocol: { name: protocol }, members }: Part,
  { input, fars, places, rows }: CommonPairs,
  model: number,
  against: number,
  far: number | null,
  most: number,
) {
  const couple = [input.models[model], input.models[against]] as const;
  const [own, others] = couple.map(({ thresholds }) => thresholds[fars.indexOf(far ?? NaN)]);
  const thresholds = far === null ? null : { model: own, against: others };
  const scores = { genuine: input.genuine, model: couple[0].score, against: couple[1].score, thresholds };
  const { ranks, byRank, byDecision, decisions } = findDisagreements(scores, most);
  const names = { model: members[model].name, against: members[against].name };
  const rowOf = (kind: DisagreementRow["kind"], pair: number): DisagreementRow => {
    const { left, right, genuine } = rows[places[pair]];
    return {
      ...{ protocol, ...names, kind, left, right, genuine },
      score: [couple[0].score[pair], couple[1].score[pair]],
      rank: [ranks.model[pair], ranks.against[pair]],
      accepted: far === null ? null : [couple[0].score[pair] > own, couple[1].score[pair] > others],
      far,
    };
  };
  return {
    rows: [
      ...Array.from(byDecision, (pair) => rowOf("decision", pair)),
      ...Array.from(byRank, (pair) => rowOf("rank", pair)),
    ],
    count: far === null ? null : { ...names, far, pairs: decisions },
  };
}
