/** Places of the images that have a number, worst first; of equal ones the earlier first. */
export const fromWorst = (values: Float64Array): Uint32Array =>
  Uint32Array.from(values.keys())
    .filter((place) => !Number.isNaN(values[place]))
    .sort((a, b) => values[a] - values[b] || a - b);

/** The same, best first. */
export const fromBest = (values: Float64Array): Uint32Array =>
  Uint32Array.from(values.keys())
    .filter((place) => !Number.isNaN(values[place]))
    .sort((a, b) => values[b] - values[a] || a - b);

/** At most `most` places of a list, evenly spaced, its ends among them. */
export function evenlySpaced(places: Uint32Array, most: number): Uint32Array {
  if (places.length <= most) return places;
  const step = (places.length - 1) / Math.max(1, most - 1);
  return Uint32Array.from({ length: most }, (_, k) => places[Math.round(k * step)]);
}
