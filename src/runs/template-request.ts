// What a template run is asked, and what its parts share. Types and names only.
import type { Drawing } from "../report/drawing.js";
import type { PublishedFigure, Result } from "../report/result.js";
import type { TemplateSet } from "../protocol/template-folder.js";
import type { TemplateProtocol } from "../protocol/template-protocol.js";
import type { PoolingMode } from "../score/template-pooler.js";
import type { Io } from "../types.js";
import type { ModelRequest } from "./model-vectors.js";
import type { DrawnMode } from "./template-charts.js";
import type { TemplateFeatureRequest } from "./template-features.js";
import type { TemplateLists } from "./template-lists.js";
import type { ScoringPool } from "./template-scores.js";

/** How two templates are compared: by the cosine, or by QMagFace's score, which weighs it with their qualities. */
export const scorings = ["cosine", "qmagface"] as const;
/** One of them. */
export type Scoring = (typeof scorings)[number];

/** A template run as a user asks for it. */
export interface TemplateRequest {
  readonly set: TemplateSet;
  /** Folder with the meta/ of InsightFace's or MagFace's release, and the crops where a model embeds. */
  readonly data: string;
  /** One model or feature file each; several are laid over each other. */
  readonly sources: readonly ((TemplateFeatureRequest | ModelRequest) & { readonly name?: string })[];
  /** Whether 1:N is measured beside 1:1. */
  readonly identification: boolean;
  /** Ways to make a template of its images, each measured; so are `scorings`. */
  readonly modes: readonly PoolingMode[];
  readonly scorings: readonly Scoring[];
  /** Whether an image weighs by its detector score. */
  readonly detectorScore: boolean;
  /** Absent = all that apply. */
  readonly convention?: readonly string[];
  /** Absent = the protocol's. */
  readonly fars?: readonly number[];
  /** Replicates of intervals; absent = 1000. */
  readonly bootstrap?: number;
  readonly seed: number;
  readonly threads?: number;
  /** What multiplies the templates. */
  readonly provider: "cpu" | "cuda";
  /** Root of the results; null = nothing is written. */
  readonly out: string | null;
  /** Whether every pair's score is written. */
  readonly scores: boolean;
}

/** One source's result. */
export interface TemplateRun {
  readonly result: Result;
  readonly modes: readonly DrawnMode[];
  /** What others published for the whole set; nothing where the data are a part of it. */
  readonly published: readonly PublishedFigure[];
  readonly folder: string | null;
}

/** What the parts of a run share. */
export interface TemplateContext {
  readonly request: TemplateRequest;
  readonly protocol: TemplateProtocol;
  readonly lists: TemplateLists;
  readonly threads: number;
  readonly pool: ScoringPool;
  readonly drawing: Drawing | null;
  readonly io: Io;
  readonly clock: (phase: string) => void;
}
