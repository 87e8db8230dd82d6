/** One line of what the demo found. */
export interface Finding {
  readonly what: string;
  readonly value: string;
  readonly interval: string;
  readonly how: string;
}

/** What the demo is asked. */
export interface DemoRequest {
  /** Folder for pictures, cache and results. */
  readonly out: string;
  readonly seed: number;
  readonly threads?: number;
}

/** An interval as a finding shows it; empty where there is none. */
export const range = (interval: readonly [number, number] | undefined, print: (value: number) => string): string =>
  interval === undefined ? "" : `${print(interval[0])} to ${print(interval[1])}`;

export const percent = (value: number): string => `${(100 * value).toFixed(2)} %`;
