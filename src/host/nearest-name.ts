import { closest, distance } from "fastest-levenshtein";

/**
 * `; did you mean "x"?` for the name nearest to a misspelt one, else an empty text. Near is at most a third of the
 * word's letters changed (one at least): "magfce" finds magface, "resnet" finds nothing.
 */
export function didYouMean(word: string, names: readonly string[]): string {
  if (names.length === 0) return "";
  const best = closest(word, names);
  return distance(word, best) <= Math.max(1, word.length / 3) ? `; did you mean "${best}"?` : "";
}
