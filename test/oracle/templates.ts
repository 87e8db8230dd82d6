// Naive second implementation of template pooling, written from the definitions, one template at a time.

const norm = (v: readonly number[]): number => Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
const times = (v: readonly number[], factor: number): number[] => v.map((x) => x * factor);
const plus = (vectors: readonly (readonly number[])[]): number[] =>
  vectors[0].map((_, j) => vectors.reduce((sum, v) => sum + v[j], 0));
const average = (vectors: readonly (readonly number[])[]): number[] => times(plus(vectors), 1 / vectors.length);

/** One template of images {vector, medium, weight}. */
export function naiveTemplate(
  images: readonly { readonly vector: readonly number[]; readonly medium: number; readonly weight: number }[],
  pooling: string,
  keepNorm: boolean,
): number[] {
  const prepared = images.map(({ vector, medium, weight }) => ({
    medium,
    vector: times(vector, keepNorm ? weight : weight / norm(vector)),
  }));
  const media = [...new Set(images.map(({ medium }) => medium))].map((medium) =>
    average(prepared.filter((image) => image.medium === medium).map(({ vector }) => vector)),
  );
  if (pooling === "magface") return average(media.map((mean) => times(mean, 1 / norm(mean))));
  return pooling === "magface-plus" ? average(media) : plus(media);
}
