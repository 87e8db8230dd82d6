// What a plot is handed: plain data, so that it can cross to the drawing thread.

/** One model's error rates, and how many comparisons they rest on. */
export interface Curve {
  /** Shown in the legend where there are several. */
  readonly name: string;
  /**
   * Every reachable operating point, or a thinned choice of at most a few thousand, as rates in [0, 1]: fmr ascending,
   * fnmr descending. Between two points the rates of the left one hold ("at most" rule).
   */
  readonly fmr: Float64Array;
  readonly fnmr: Float64Array;
  /** Each point accepts scores above it; -Infinity accepts all. */
  readonly threshold: Float64Array;
  readonly genuine: number;
  readonly impostor: number;
  /** Operating points of the result, marked on the curve. */
  readonly points: readonly { readonly fmr: number; readonly fnmr: number }[];
}

/** File `roc` draws TAR against FAR, `det` FNMR against FMR. */
export interface CurveChart {
  readonly file: "roc" | "det";
  readonly title: string;
  readonly curves: readonly Curve[];
}

/** How often each value occurs, by class. */
export interface HistogramChart {
  /** `quality-piqe` for the quality of that name. */
  readonly file: "scores" | "magnitudes" | "histogram" | `quality-${string}`;
  readonly title: string;
  /** What is counted, on the x axis: "cosine similarity". */
  readonly axis: string;
  /** What is counted, on the y axis: "pairs", "images". */
  readonly counted: string;
  /** Limits of the bins, ascending, one more than there are bins. */
  readonly edges: Float64Array;
  /** One count a bin. A class without any is left out. */
  readonly classes: readonly { readonly name: string; readonly counts: Uint32Array }[];
  /** Thresholds marked by a line and a short text. */
  readonly marks: readonly { readonly value: number; readonly label: string }[];
}

/** A curve of rates over ranks or rates. */
export interface RateCurve {
  readonly name: string;
  /** Ascending. */
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** File `cmc` draws identification rate against rank, `open-set` TPIR against FPIR. */
export interface RateChart {
  readonly file: "cmc" | "open-set";
  readonly title: string;
  readonly rates: readonly RateCurve[];
}

/** FNMR against the share of pairs or images set aside, worst quality first. */
export interface ErcChart {
  /** `erc-1e-3` for FMR 1e-3. */
  readonly file: string;
  readonly title: string;
  /** What is set aside. */
  readonly reject: "pairs" | "images" | "templates";
  /** FNMR with nothing set aside; null where lines are of several recognisers, which start apart. */
  readonly start: number | null;
  readonly methods: readonly {
    readonly name: string;
    readonly rate: Float64Array;
    readonly fnmr: Float64Array;
    /** 95 % band at 0, 5 .. 95 %; empty = none. */
    readonly band: readonly (readonly [low: number, high: number])[];
  }[];
}

/** Images as points, with a line through each set's. */
export interface ScatterChart {
  readonly file: "cosine";
  readonly title: string;
  readonly x: string;
  readonly y: string;
  /** In the order in which they are drawn: the last lies on top. At most a few thousand. */
  readonly points: {
    readonly x: Float64Array;
    readonly y: Float64Array;
    /** Which line's colour each has. */
    readonly line: Uint32Array;
  };
  /** Shown in the legend, one a row; `whole`: of all points, with none of its own. */
  readonly lines: readonly {
    readonly name: string;
    readonly x: Float64Array;
    readonly y: Float64Array;
    readonly whole: boolean;
  }[];
}

/** Pictures of one size side by side, a few short lines of text under each. */
export interface FacesChart {
  readonly file: "mean-faces" | "sorted-faces" | "disagreements";
  readonly title: string;
  /** Faces a row. */
  readonly columns: number;
  /** Of a face, in units of the drawing, of which a PNG has two and a half pixels each. */
  readonly width: number;
  readonly height: number;
  readonly faces: readonly { readonly png: Uint8Array; readonly lines: readonly string[] }[];
  /** Whether there is an SVG beside the PNG: hundreds of pictures make a large one. */
  readonly svg: boolean;
}

/** What the plotter draws. */
export type Chart = CurveChart | HistogramChart | RateChart | ErcChart | ScatterChart;

/** All that can be drawn. */
export type Picture = Chart | FacesChart;
