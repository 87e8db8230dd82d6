// Naive second implementations of tests of paired decisions and of many tests at once.

/** Two-sided sign test with whole binomials, without logarithms. */
export function naiveSignTest(a: number, b: number): number {
  const n = a + b;
  let [sum, ways] = [0n, 1n];
  for (let k = 0; k <= Math.min(a, b); k++) {
    sum += ways;
    ways = (ways * BigInt(n - k)) / BigInt(k + 1);
  }
  const scaled = (2n * sum * 10n ** 18n) / 2n ** BigInt(n);
  return Math.min(1, Number(scaled) / 1e18);
}

/** What Holm refuses at a level: from the least p on, each against level / (tests left), until one fails. */
export function naiveHolm(values: readonly number[], level: number): boolean[] {
  const refused = values.map(() => false);
  for (let left = values.length; left > 0; left--) {
    const waiting = values.flatMap((value, at) => (refused[at] ? [] : [{ value, at }]));
    const least = waiting.reduce((best, one) => (one.value < best.value ? one : best));
    if (least.value > level / left) break;
    refused[least.at] = true;
  }
  return refused;
}

/** What Benjamini and Hochberg refuse: all up to the greatest p that is at most its rank's share of the level. */
export function naiveBenjaminiHochberg(values: readonly number[], level: number): boolean[] {
  const sorted = [...values].sort((a, b) => a - b);
  const last = sorted.findLast((value, i) => value <= ((i + 1) / values.length) * level) ?? -1;
  return values.map((value) => value <= last);
}
