/**
 * Measures face-recognition models: all that the command line does, as functions.
 *
 * The `run...` functions take what a verb takes, from paths to the folder of results, and an {@link Io}, which
 * {@link quietIo} makes. Below them are the stages they are made of: lists, images, vectors, scores, figures, files.
 * What the caller can mend is thrown as a {@link UserError}. `examples/` in the repository has one program a capability.
 *
 * @packageDocumentation
 */
// The table of contents. What the commands do can be called from here.

// What a run needs of its caller
export { quietIo } from "./quiet-io.js";

// What is asked
export { listProtocols, loadProtocol, type Protocol } from "./protocol/protocol.js";
export { loadTemplateProtocol, templateSets } from "./protocol/template-protocol.js";
export { readPairs } from "./protocol/read-pairs.js";
export { bindPairs } from "./protocol/binding.js";

// Where the faces are
export { findVerificationData } from "./dataset/folders.js";
export { distinctImages, listImages } from "./dataset/image-folder.js";
export { readImageSet, type ImageSet } from "./dataset/image-set.js";
export { readInsightFaceBin } from "./dataset/insightface-bin.js";
export { readLandmarks } from "./dataset/landmarks.js";
export { inspectPath } from "./dataset/inspect.js";
export { inspectFile } from "./runs/inspection.js";

// Vectors on disk
export { readFeatures } from "./store/feature-file.js";
export { writeFeatureList } from "./store/feature-writer.js";
export { writeNamedNpy } from "./store/named-npy.js";
export { openCache, type EmbeddingCache } from "./store/cache.js";
export { cacheFolder } from "./runs/cache-folder.js";
/** OpenCV's `brisque_model_live.yml` and `brisque_range_live.yml`, or others of the form. */
export { readBrisqueModel } from "./store/brisque-files.js";

// Images to vectors
export { resolveCard } from "./embed/card-choice.js";
export { presetCard, presetNames } from "./embed/presets.js";
export { embedImages, type Embedded } from "./embed/embedder.js";
export { meanFaces } from "./embed/mean-faces.js";

// Vectors to scores
export { cosines, squaredDistances, squaredMagnitudes } from "./score/pairs.js";
export { cosinesToOthers } from "./score/class-cosines.js";
export { poolings, poolTemplates, templateCosines } from "./score/templates.js";

// Scores to numbers
export { tallyOf } from "./metrics/tally.js";
export { auc } from "./metrics/auc.js";
export { eer } from "./metrics/eer.js";
export { operatingPoint } from "./metrics/operating-point.js";
export { detCurve, rocCurve } from "./metrics/roc.js";
export { errorVersusReject, rejectCurve } from "./metrics/error-versus-reject.js";
export { partialArea } from "./metrics/partial-area.js";

// Images or vectors to quality
/** RGB to the grey image that the measures of images take. */
export { greyOf, type Grey } from "./quality/grey.js";
/** The 36 features that BRISQUE's regression takes, and the score: lower is better. */
export { brisqueFeatures } from "./quality/brisque.js";
export { brisque, brisqueScore } from "./quality/brisque-score.js";
/** PIQE needs no model; lower is better. */
export { piqe } from "./quality/piqe.js";
/** NIQE: distance from what good images are like, by a model fitted to some; lower is better. */
export { fitNiqe, niqe, type NiqeModel, type NiqeOptions } from "./quality/niqe.js";
/** Magnitude to ISO/IEC 29794-5's 0 to 100. */
export { unifiedQualityScore } from "./quality/unified.js";

/** Quality numbers that models make of images, cached as embeddings are; higher is better. */
export {
  modelQualities,
  onnxQualities,
  serFiqQualities,
  varianceQualities,
  type ModelQualities,
  type QualitySource,
  type SerFiqOptions,
  type VarianceOptions,
} from "./runs/model-qualities.js";
/** SER-FIQ's number from embeddings under dropout. */
export { robustness } from "./quality/ser-fiq.js";
/** The number from the variances of an embedding. */
export { certainty } from "./quality/variance.js";

// Numbers to figures
export { evaluateVerification, type VerificationResult } from "./evaluate/verification.js";
export { conventions, type Convention } from "./evaluate/conventions.js";
export { comparePoolings } from "./evaluate/template-study.js";
export { studyRejection } from "./evaluate/reject-study.js";
export { studyMagnitudes, type MagnitudeSet, type MagnitudeStudy } from "./evaluate/magnitude-study.js";
export { measureErc } from "./evaluate/erc.js";
export { rejectConventions } from "./evaluate/erc-input.js";

// Figures to files
export { reportFiles, type Report } from "./report/files.js";
export { formats, printAs, type Format } from "./report/formats.js";
export { writeFiles } from "./report/write.js";
/** Charts to SVG and PNG. */
export { openDrawing, type Drawing } from "./report/drawing.js";

// Files to figures again
export { findResults, readResult, type ResultFolder } from "./runs/result-folders.js";
/** pairs.csv and plots.json of a result. */
export { readPairRows } from "./runs/pair-rows.js";
export { readPlots } from "./report/plots-file.js";

// Models against each other
/** Results of several models to tests of their differences; what `compare` does. */
export { runComparison, type ComparisonRun } from "./runs/compare.js";
export type { ComparisonRequest } from "./runs/compare-request.js";
export type { Comparison } from "./report/comparison.js";
/** Exact two-sided McNemar test, and adjusted p values of many tests. */
export { countDiscordant, mcnemar } from "./metrics/mcnemar.js";
export { benjaminiHochberg, holm } from "./metrics/multiple-comparisons.js";

// A model against its baseline
/** What `check` and `check --update-baseline` do. */
export { runCheck, updateBaseline, type CheckRequest, type UpdatedBaseline } from "./runs/check.js";
export type {
  CheckedFigureRow,
  CheckedResultRow,
  CheckedRuleRow,
  CheckReport,
  CheckVerdict,
} from "./report/check-report.js";

// Drawn faces, and template data without faces
export { drawDataset, realSizes, usualSizes } from "./synth/dataset.js";
export { drawFaces } from "./synth/faces.js";
export { drawSheets } from "./synth/contact-sheet.js";
export { makeIjbEmbeddings } from "./synth/ijb-embeddings.js";
export { dumpRawFaces } from "./synth/raw-faces.js";

// Whole runs
export { runVerification, type VerificationRequest, type VerificationRun } from "./runs/verification.js";
export { runTemplates } from "./runs/templates.js";
export { scorings, type TemplateRequest, type TemplateRun } from "./runs/template-request.js";
/** `magnitude`, `onnx=cr-fiqa.onnx@cr-fiqa`, `-file=scores.csv:blur`: qualities as the command line writes them. */
export { parseQuality, qualityKinds, type QualityName, type QualitySpec } from "./runs/quality-spec.js";
/** One quality number an image, and a NIQE model of good images; what `quality` and `quality fit-niqe` do. */
export { runQuality, type QualityRequest } from "./runs/quality.js";
export { fitNiqeFile, type NiqeFitRequest } from "./runs/niqe-fit.js";
/** Error versus reject: one data set and recogniser, a template protocol, or several of either. */
export { runErc, type ErcRequest } from "./runs/erc.js";
export { runTemplateErc, type TemplateErcRequest } from "./runs/template-erc.js";
export { runErcCells, type ErcCell } from "./runs/erc-cells.js";
export type { ErcRun } from "./runs/erc-report.js";
export { runMagnitudeStudy, type MagnitudeRun } from "./runs/magnitude-study.js";
/** A page of results; what `report` does. */
export { runReport } from "./runs/report.js";
export type { ReportRequest, ReportSummary } from "./runs/report-request.js";
/** What works on this machine, and what is wrong with data sets or a model. */
export { runDoctor, type DoctorRequest } from "./runs/doctor.js";
export type { Check } from "./report/checkup.js";
/** What `embed` does. */
export { writeEmbeddings } from "./runs/embedding.js";
export { runDemo } from "./runs/demo.js";
/** NIST's IJB-B or IJB-C protocol files to the meta files that evaluations read. */
export { prepareIjb, type IjbRequest, type IjbSummary } from "./runs/ijb-preparation.js";

/** Suites: models x data sets x tasks in one file; what `run` does, and what it would do. */
export { runSuite, type SuiteRun } from "./runs/suite.js";
export { forecastSuite } from "./runs/suite-forecast.js";
export { findSuite } from "./protocol/suite-file.js";

export { UserError, Interrupted } from "./errors.js";

/** Types that the above take and give. */
export type * from "./library-types.js";
