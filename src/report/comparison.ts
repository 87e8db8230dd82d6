// What a report of models held against each other is handed. Every number was computed elsewhere.

type Options = Readonly<Record<string, unknown>>;

/** What comparison.json holds, field for field; a number that is not defined is null there, NaN in memory. */
export interface Comparison {
  readonly format: 1;
  readonly task: "comparison";
  /** In the order given; the digest of the model's file where pictures were embedded. */
  readonly models: readonly { readonly name: string; readonly model?: string; readonly preset?: string }[];
  readonly correction: {
    readonly method: "holm" | "benjamini-hochberg";
    /** A difference counts where its corrected p is at most this. */
    readonly level: number;
    /** How many p values were corrected together: of all parts, figures and couples of models. */
    readonly comparisons: number;
  };
  readonly bootstrap: number;
  readonly seed: number;
  readonly parts: readonly ComparedPart[];
  /** Over all differences that were tested. */
  readonly standings: readonly Standing[];
  readonly versions: Readonly<Record<string, string>>;
}

/** How often a model won and lost. */
export interface Standing {
  readonly model: string;
  readonly wins: number;
  readonly losses: number;
  /** Differences that decide nothing. */
  readonly ties: number;
}

/** One question that several models have answered. */
export interface ComparedPart {
  readonly title: string;
  readonly task: string;
  readonly protocol: { readonly name: string; readonly digest: string };
  /** Those that have answered it; the first is the reference. */
  readonly models: readonly string[];
  /** How it is known that they saw the same data, or "unlike: ..." with --anyway. */
  readonly data: string;
  /** Options of each model's run: figures are held against each other though these differ. */
  readonly options: readonly Options[];
  /** What was tested; absent where nothing was, and `notes` say why. */
  readonly tests?: {
    readonly pairs: number;
    /** Pairs left out because a model failed on one of their images, by model. */
    readonly failed: readonly number[];
    /** What the bootstrap drew. */
    readonly over: "subjects" | "pairs";
  };
  readonly figures: readonly ComparedFigure[];
  readonly differences: readonly Difference[];
  readonly disagreements: readonly DisagreementCount[];
  readonly notes: readonly string[];
}

/** A figure of every model of a part. */
export interface ComparedFigure {
  readonly name: string;
  readonly convention: string;
  readonly options: Options;
  /** One a model of the part; null where its result has no such figure, NaN where it is not defined there. */
  readonly values: readonly (number | null)[];
  /** Why a value is not defined; absent where all are. */
  readonly reasons?: readonly (string | null)[];
}

/** One figure of two models. */
export interface Difference {
  readonly name: string;
  readonly convention: string;
  readonly options: Options;
  readonly model: string;
  readonly against: string;
  /** The model's value less the other's; on the pairs that both have, where it was tested. */
  readonly difference: number;
  readonly interval?: readonly [number, number];
  readonly bootstrapP?: number;
  readonly mcnemar?: {
    readonly among: string;
    readonly pairs: number;
    readonly onlyModel: number;
    readonly onlyAgainst: number;
    readonly p: number;
  };
  /** The larger p of the two tests; absent where none was made. */
  readonly p?: number;
  readonly correctedP?: number;
  readonly verdict?: "better" | "worse" | "open";
}

/** On how many pairs one model decides rightly and the other wrongly. */
export interface DisagreementCount {
  readonly model: string;
  readonly against: string;
  readonly far: number;
  readonly pairs: number;
}

/** One pair on which two models differ, of disagreements.csv. */
export interface DisagreementRow {
  readonly protocol: string;
  readonly model: string;
  readonly against: string;
  /** Why it is listed: the greatest difference of ranks, or one right and one wrong. */
  readonly kind: "rank" | "decision";
  readonly left: string;
  readonly right: string;
  readonly genuine: boolean;
  /** By `model` and by `against`, as all couples below. */
  readonly score: readonly [number, number];
  /** Share of the pairs of the same class that score lower. */
  readonly rank: readonly [number, number];
  /** Whether the pair is accepted at `far`; null where there is no FAR that both have. */
  readonly accepted: readonly [boolean, boolean] | null;
  readonly far: number | null;
}
