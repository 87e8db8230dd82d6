// What each convention means, in a sentence, for those who read a figure without the README.
const texts: Readonly<Record<string, string>> = {
  exact:
    "Every reachable threshold is tried; equal scores are accepted or refused together; a rate is reached when at most that share of impostors is accepted.",
  magface:
    "The digits of MagFace's scripts: angles after subtracting the training mean, thresholds on a grid of 0.01 (templates: rates read off float32 angles).",
  insightface:
    "The digits of InsightFace's scripts: squared L2 distance of unit embeddings, thresholds on a grid of 0.01 (identification: a quantile of all pair scores).",
  "magface-no-mean": "As magface, without subtracting the training mean.",
  "magface-exact": "As magface, with thresholds between training distances in place of the grid.",
  "insightface-grid": "As insightface, TAR taken at a grid point without interpolation.",
  "nearest-corner":
    "The digits of ijb_11.py: the point of scikit-learn's curve whose FAR is nearest to the target, which may lie above it.",
  "genuine-only": "Only genuine pairs are set aside; the threshold is fixed on all pairs.",
  refixed: "The threshold is fixed anew on the pairs that stay.",
  "cr-fiqa": "The digits of CR-FIQA's script.",
};

/** A convention's meaning; empty for one that is not known here. */
export const conventionText = (name: string): string => texts[name] ?? "";
