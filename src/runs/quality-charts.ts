// Histograms of qualities as the data that a drawing thread is handed.
import { histogram, roundEdges } from "../metrics/histogram.js";
import { countOf } from "../protocol/counts.js";
import type { HistogramChart } from "../report/chart.js";
import { shorten } from "../report/plots/theme.js";
import type { QualityColumn } from "../report/quality-table.js";

/** More bins than this show noise. */
const mostBins = 40;

/** One histogram a quality; none of a quality that no image has. */
export function qualityCharts(columns: readonly QualityColumn[], files: readonly string[]): HistogramChart[] {
  return columns.flatMap(({ name, values }, at): HistogramChart[] => {
    const known = values.filter((value) => !Number.isNaN(value));
    if (known.length === 0) return [];
    const { edges, counts } = histogram(known, withRoom(roundEdges(known, mostBins)));
    return [
      {
        file: `quality-${files[at]}`,
        title: `${name}, ${countOf(known.length, "image")}`,
        axis: `${shorten(name, 22)} (higher is better)`,
        counted: "images",
        edges,
        classes: [{ name: "images", counts }],
        marks: [],
      },
    ];
  });
}

/** An empty bin more on either side, so that the outline comes down to the axis. */
function withRoom(edges: Float64Array): Float64Array {
  const width = edges[1] - edges[0];
  return Float64Array.of(edges[0] - width, ...edges, edges[edges.length - 1] + width);
}
