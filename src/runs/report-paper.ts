// What a paper takes of results: a table a protocol with all models in it, and plots with all models' curves.
import { join } from "node:path";
import type { Drawing } from "../report/drawing.js";
import type { PageSummary } from "../report/html/page-content.js";
import { printLatex } from "../report/latex.js";
import { plotsFile } from "../report/plots-file.js";
import { summaryTable } from "../report/summary.js";
import type { SectionPlot } from "./report-plots.js";
import type { Section } from "./report-sections.js";
import { safeName } from "./safe-name.js";

/** A section with what its page shows. */
export interface PaperSection {
  readonly section: Section;
  readonly summaries: readonly PageSummary[];
  readonly plots: readonly SectionPlot[];
}

/** Files by folder: of a section, and of each of its models in that. */
export async function paperFolders(
  folder: string,
  sections: readonly PaperSection[],
  drawing: Drawing,
): Promise<Map<string, Map<string, string | Uint8Array>>> {
  const folders = new Map<string, Map<string, string | Uint8Array>>();
  for (const { section, summaries, plots } of sections) {
    const own = join(folder, section.id);
    const tables = summaries.map((summary) =>
      printLatex(summaryTable(summary.caption, summary, figuresOf(section), summary.best, summary.published)),
    );
    folders.set(own, new Map(tables.length === 0 ? [] : [["table.tex", tables.join("\n")]]));
    for (const source of new Set(plots.map((plot) => plot.source))) {
      const charts = plots.filter((plot) => plot.source === source).map(({ chart }) => chart);
      const drawn = await drawing.draw(charts);
      drawn.delete(plotsFile);
      const into = source === null ? own : join(own, safeName(source));
      folders.set(into, new Map([...(folders.get(into) ?? []), ...drawn]));
    }
  }
  return folders;
}

const figuresOf = ({ sources }: Section) => sources.map(({ name, result }) => ({ name, figures: result.figures }));
