// What a suite asks: models x data sets x tasks. Types and names only.
import type { JsonPlace } from "../host/json.js";

/** Kinds of task. */
export type TaskKind = "verification" | "templates" | "erc" | "magnitude" | "quality";

/** A file of embeddings in place of a model. */
export interface SuiteFeatures {
  readonly file: string;
  readonly flipped?: string;
  readonly names?: string;
  readonly dim?: number;
}

/** What is measured: a model, or features in its place. */
export interface SuiteModel {
  /** What results and folders call it. */
  readonly name: string;
  /** null where it is known by features only. */
  readonly model: string | null;
  readonly preset?: string;
  readonly card?: string;
  readonly flip?: "none" | "sum";
  readonly resize?: boolean;
  /** By data set. */
  readonly features: ReadonlyMap<string, SuiteFeatures>;
  /** null where the command line names it. */
  readonly place: JsonPlace | null;
}

/** A data set, and where it is. */
export interface SuiteSet {
  readonly name: string;
  /** Data folder, .bin, protocol file, pair list, or any folder of images. */
  readonly path: string;
  /** Built-in protocol where the set's own name is not its name. */
  readonly protocol?: string;
  readonly pairs?: string;
  readonly images?: string;
  readonly landmarks?: string;
  readonly place: JsonPlace;
}

/** Options of all kinds; the schema says which kind takes which. */
export interface TaskOptions {
  readonly convention?: readonly string[];
  readonly far?: readonly number[];
  readonly folds?: number;
  readonly identification?: boolean;
  /** Of templates a list, of erc one. */
  readonly pooling?: string | readonly string[];
  readonly norm?: string | readonly string[];
  readonly templateQuality?: "mean" | "media-mean" | "max" | "min";
  readonly scoring?: readonly string[];
  readonly detectorScore?: boolean;
  readonly scores?: boolean;
  readonly quality?: readonly string[];
  readonly fmr?: readonly number[];
  readonly area?: readonly number[];
  readonly combine?: "min" | "max" | "mean" | "product";
  readonly reject?: "pairs" | "images";
  readonly bins?: number;
  readonly cosine?: boolean;
  readonly bootstrap?: number;
  readonly seed: number;
}

/** One kind of question, put to some models on some sets. */
export interface SuiteTask {
  readonly kind: TaskKind;
  readonly sets: readonly string[];
  /** null = all. */
  readonly models: readonly string[] | null;
  /** Folder below `out` for its results; null = `out` itself. */
  readonly name: string | null;
  readonly options: TaskOptions;
  readonly place: JsonPlace;
  readonly setsPlace: JsonPlace;
}

/** How models are run; no figure depends on it but by a provider's rounding. */
export interface SuiteRunning {
  readonly provider: string;
  readonly strict: boolean;
  readonly batch?: number;
  readonly threads?: number;
}

/** A suite as its file and the command line say it, paths resolved. */
export interface Suite {
  readonly path: string;
  /** Folder that its own paths are relative to. */
  readonly from: string;
  readonly title: string;
  readonly dataRoot: string;
  readonly out: string;
  /** Folder; false = nothing is kept; true = the user's cache folder. */
  readonly cache: string | boolean;
  readonly models: readonly SuiteModel[];
  /** Those listed, and built-in ones that tasks name. */
  readonly sets: ReadonlyMap<string, SuiteSet>;
  readonly tasks: readonly SuiteTask[];
  readonly running: SuiteRunning;
  /** "suite.yaml:12" of a part, for messages; "--model" for null. */
  at(place: JsonPlace | null): string;
}

/** What the command line says in place of the file. */
export interface SuiteOverrides {
  readonly models?: readonly SuiteModel[];
  readonly dataRoot?: string;
  readonly out?: string;
  readonly cache?: string | boolean;
  readonly running?: Partial<SuiteRunning>;
}

/** Where a suite is, and what its paths are relative to. */
export interface SuitePlace {
  readonly path: string;
  readonly from: string;
}
