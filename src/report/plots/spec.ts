import type { TopLevelSpec } from "vega-lite";
import type { Chart } from "../chart.js";
import { detSpec } from "./det.js";
import { ercSpec } from "./erc.js";
import { histogramSpec } from "./histogram.js";
import { rateSpec } from "./rates.js";
import { rocSpec } from "./roc.js";
import { scatterSpec } from "./scatter.js";

/** A chart as vega-lite describes it. */
export function specOf(chart: Chart): TopLevelSpec {
  if ("methods" in chart) return ercSpec(chart);
  if ("rates" in chart) return rateSpec(chart);
  if ("points" in chart) return scatterSpec(chart);
  if (!("curves" in chart)) return histogramSpec(chart);
  return chart.file === "roc" ? rocSpec(chart) : detSpec(chart);
}
