/** One line of what the demo found. */
export interface Finding {
  readonly what: string;
  readonly value: string;
  readonly interval: string;
  readonly how: string;
}

export interface DemoRequest {
  /** Folder for pictures, cache and results. */
  readonly out: string;
  readonly seed: number;
  readonly threads?: number;
}
