// Words that the stages share. Types only: nothing here runs.

/** Embeddings as they lie in memory: `count` rows of `dim` float32, row after row. */
export interface EmbeddingMatrix {
  readonly count: number;
  readonly dim: number;
  readonly values: Float32Array;
}

/** Verification pairs over distinct sample names, as a list file tells them. */
export interface PairList {
  /** Distinct names in order of first mention. */
  readonly names: readonly string[];
  /** Index into `names` of each pair's two sides; length = number of pairs. */
  readonly left: Uint32Array;
  readonly right: Uint32Array;
  /** 1 genuine, 0 impostor. */
  readonly genuine: Uint8Array;
  /** 0-based fold of each pair where the list names folds; null = consecutive tenths, as KFold cuts them. */
  readonly fold: Uint16Array | null;
  /** Subject of each name where the list tells it (LFW's folder), else null. */
  readonly subjects: readonly string[] | null;
  /** The file or files the list was read from. */
  readonly source: string;
}

/** Where an image's encoded bytes are: a whole file, a stretch of one, or memory. */
export interface ImageRef {
  /** As the list names it; shown in messages and results. */
  readonly name: string;
  /** File that holds the bytes. */
  readonly path: string;
  /** First byte and the one past the last inside `path`; absent = the whole file. */
  readonly start?: number;
  readonly end?: number;
  /** What the file looked like when it was looked up; absent = whoever wants to know asks the system. */
  readonly facts?: FileFacts;
  /** The bytes themselves, where they lie in no file as they are (text pickles). */
  readonly bytes?: Uint8Array;
  /** Five points x1 y1 .. x5 y5 in pixels of this image (left eye, right eye, nose, left and right mouth corner, as seen). */
  readonly landmarks?: readonly number[];
}

/** What a file looked like, by which a change is noticed: bytes, nanoseconds since 1970, inode. */
export interface FileFacts {
  readonly size: bigint;
  readonly modified: bigint;
  readonly changed: bigint;
  readonly inode: bigint;
}

/** What makes a BRISQUE score of an image's features: their ranges, and a regression by support vectors. */
export interface BrisqueModel {
  /** Least and greatest value of each feature in training; they are scaled to -1 and 1. */
  readonly least: Float64Array;
  readonly greatest: Float64Array;
  /** `weights.length` support vectors of scaled features, one after the other. */
  readonly vectors: Float64Array;
  readonly weights: Float64Array;
  /** Width of the kernel exp(-gamma |a - b|^2). */
  readonly gamma: number;
  /** Taken from the weighted sum of kernels. */
  readonly rho: number;
}

/** An image that gave no embedding, and why, in one clause. */
export interface ImageFailure {
  readonly name: string;
  readonly reason: string;
}

/** One measured number. (name, convention, option fields) is unique within a result. Undefined is NaN, with the reason. */
export interface Figure {
  readonly name: string;
  readonly convention: string;
  readonly value: number;
  /** Why the value is undefined. */
  readonly reason?: string;
  /** Population standard deviation over folds. */
  readonly std?: number;
  /** 95 % interval and how it was made: wilson, bootstrap over pairs, bootstrap over subjects. */
  readonly interval?: readonly [number, number];
  readonly intervalMethod?: string;
  /** FAR that the threshold reaches. */
  readonly far?: number;
  readonly accepted?: { readonly genuine: number; readonly impostor: number };
  readonly threshold?: number;
  /** Options the figure depends on, by name (pooling, norm, flip, quality ...), and further counts. */
  readonly [field: string]: unknown;
}

/** How results.json says where its figures come from. No time, no path of this machine. */
export interface Provenance {
  readonly model?: string;
  readonly modelName?: string;
  readonly preset?: string;
  readonly data: string;
  readonly provider?: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** Progress of one phase after another; draws bars on a terminal and nothing elsewhere. */
export interface Progress {
  /** Begins a phase of `total` steps; `unit` is what one step is, "images" say. */
  start(phase: string, total: number, unit: string): void;
  /** `count` steps are done, one where it is absent. */
  step(count?: number): void;
  /** Ends the phase. */
  stop(): void;
}

/** What a command may touch besides files: cli.ts makes it, tests make their own. */
export interface Io {
  /** Result text, without a trailing newline. */
  out(text: string): void;
  /** A message for the person: where results lie, which card was taken. Silent with --quiet. */
  note(text: string): void;
  /** Something the person should mend or know; never silent on the command line. */
  warn(text: string): void;
  /** Only shown with --verbose. */
  detail(text: string): void;
  readonly progress: Progress;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Milliseconds from a monotonic clock, for speed and log lines only. */
  now(): number;
  /** Aborted by Ctrl-C or SIGTERM. Long loops look at it between steps. */
  readonly signal: AbortSignal;
}
