// Pairs of pictures without repeats, fold by fold, with no person in two folds.
import { UserError } from "../errors.js";
import type { Stream } from "./random.js";

/** Picture i of one person against picture j of another or the same. */
export interface DrawnPair {
  readonly left: number;
  readonly i: number;
  readonly right: number;
  readonly j: number;
}

export interface PairSizes {
  readonly people: number;
  readonly folds: number;
  /** Pairs of one person, and as many of two, in a fold. */
  readonly pairsPerKind: number;
}

export interface FoldPairs {
  readonly same: readonly DrawnPair[];
  readonly different: readonly DrawnPair[];
}

/**
 * Draws the pairs of all folds. The left side's picture comes from `lefts`, the right side's from `rights`; where both
 * name a picture, a pair and its mirror image count as one and no picture meets itself.
 *
 * @throws UserError when a fold's people have too few pictures for that many different pairs
 */
export function drawPairs(
  draw: Stream,
  { people, folds, pairsPerKind }: PairSizes,
  lefts: readonly number[],
  rights: readonly number[],
): FoldPairs[] {
  return Array.from({ length: folds }, (_, fold) => {
    const first = Math.floor((fold * people) / folds);
    const count = Math.floor(((fold + 1) * people) / folds) - first;
    const inFold = { first, count, lefts, rights };
    checkRoom(inFold, pairsPerKind, fold);
    return {
      same: drawKind(draw, inFold, pairsPerKind, true),
      different: drawKind(draw, inFold, pairsPerKind, false),
    };
  });
}

interface Fold {
  readonly first: number;
  readonly count: number;
  readonly lefts: readonly number[];
  readonly rights: readonly number[];
}

function checkRoom({ count, lefts, rights }: Fold, wanted: number, fold: number): void {
  const shared = lefts.filter((picture) => rights.includes(picture)).length;
  const ofOne = lefts.length * rights.length - shared - (shared * (shared - 1)) / 2;
  const ofTwo = (lefts.length * rights.length * (count * (count - 1))) / 2;
  const most = Math.min(count * ofOne, ofTwo);
  // Drawing until all are found would take long near the limit, so a fold uses at most 9 of 10 possible pairs.
  if (wanted > 0.9 * most) {
    throw new UserError(
      `fold ${fold + 1}: ${count} people give ${most} different pairs of a kind, expected room for ${wanted} (draw more people or pictures)`,
    );
  }
}

function drawKind(draw: Stream, { first, count, lefts, rights }: Fold, wanted: number, same: boolean): DrawnPair[] {
  const seen = new Set<string>();
  const pairs: DrawnPair[] = [];
  while (pairs.length < wanted) {
    const left = first + draw.below(count);
    const right = same ? left : first + draw.below(count);
    const [i, j] = [draw.pick(lefts), draw.pick(rights)];
    if (left === right && (!same || i === j)) continue;
    const [one, other] = [`${left}/${i}`, `${right}/${j}`].sort();
    const key = `${one} ${other}`;
    if (seen.has(key)) continue;
    seen.add(key);
    pairs.push({ left, i, right, j });
  }
  return pairs;
}
