// The page and the paper's files: sections filled, printed and written.
import { writeWhole } from "../host/files.js";
import { countOf } from "../protocol/counts.js";
import type { Drawing } from "../report/drawing.js";
import { printPage } from "../report/html/page.js";
import type { PageSection } from "../report/html/page-content.js";
import { writeFiles } from "../report/write.js";
import type { Io } from "../types.js";
import { version } from "../version.js";
import type { ReportRequest, ReportSummary } from "./report-request.js";
import { imageSets, sectionFaces, sectionSheets, type FaceRequest } from "./report-faces.js";
import { paperFolders, type PaperSection } from "./report-paper.js";
import { openPictures } from "./report-pictures.js";
import { sectionPlots } from "./report-plots.js";
import { sectionsOf, type Section } from "./report-sections.js";
import { allTables, sectionSummaries } from "./report-summaries.js";
import { findResults, type ResultFolder } from "./result-folders.js";

/** All is made before anything is written. @param drawing for the paper's plots; null = no paper */
export async function makeReport(
  { results: paths, out, data, images, names, worst, paper }: ReportRequest,
  drawing: Drawing | null,
  io: Io,
): Promise<ReportSummary> {
  const results = await findResults(paths);
  const sections = await sectionsOf(results);
  const pictures = await openPictures(data, [...new Set(sections.flatMap(imageSets))], io);
  const faces = { pictures: images ? pictures : null, names: images || names, most: worst };
  const filled: FilledSection[] = [];
  for (const section of sections) filled.push(await fill(section, faces));
  const page = printPage({
    title: "Face recognition: results",
    about: aboutOf(results, sections),
    sections: filled.map(({ page: part }) => part),
    version,
  });
  const folders = drawing && paper !== null ? await paperFolders(paper, filled, drawing) : new Map<string, never>();
  io.signal.throwIfAborted();
  for (const [path, files] of folders) writeFiles(path, files);
  writeWhole(out, page.html);
  return {
    results: results.length,
    plots: filled.reduce((sum, { plots }) => sum + plots.length, 0),
    pictures: page.html.split('src="data:image/').length - 1,
    bytes: Buffer.byteLength(page.html),
    plotterBytes: page.plotterBytes,
  };
}

function aboutOf(results: readonly ResultFolder[], sections: readonly Section[]): string {
  const models = new Set(results.map(({ result: { provenance } }) => provenance.modelName ?? provenance.preset));
  models.delete(undefined);
  const parts = [countOf(results.length, "result"), ...(models.size === 0 ? [] : [countOf(models.size, "model")])];
  return `${parts.join(" of ")} in ${countOf(sections.length, "part")}.`;
}

interface FilledSection extends PaperSection {
  readonly page: PageSection;
}

async function fill(section: Section, faces: FaceRequest): Promise<FilledSection> {
  const { id, title, lines, sources } = section;
  const [summaries, plots] = [sectionSummaries(section), sectionPlots(section)];
  const page: PageSection = {
    ...{ id, title, lines, summaries, plots },
    sources: sources.map(({ name, result }) => ({ name, result, tables: allTables(`${title}, ${name}`, result) })),
    faces: await sectionFaces(section, faces),
    sheets: faces.pictures === null ? [] : await sectionSheets(section),
  };
  return { section, summaries, plots, page };
}
