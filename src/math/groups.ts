/**
 * Places of each label, ascending.
 *
 * @param labels whole numbers below `count`
 */
export function placesByLabel(labels: Uint32Array, count: number): Uint32Array[] {
  const sizes = new Uint32Array(count);
  for (const label of labels) sizes[label]++;
  const groups = Array.from(sizes, (size) => new Uint32Array(size));
  const filled = new Uint32Array(count);
  labels.forEach((label, place) => void (groups[label][filled[label]++] = place));
  return groups;
}
