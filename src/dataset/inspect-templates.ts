import { basename, dirname, isAbsolute, join } from "node:path";
import { fileFactsOf } from "../host/files.js";
import { coreCount } from "../host/pool.js";
import { countOf, printCount } from "../protocol/counts.js";
import { readImageList } from "../protocol/labelled.js";
import { findTemplateFolder, type TemplateFolder, type TemplateSet } from "../protocol/template-folder.js";
import { readTemplateImages, type TemplateImages } from "../protocol/template-images.js";
import { readTemplatePairs } from "../protocol/template-pairs.js";
import { loadTemplateProtocol, templateSets } from "../protocol/template-protocol.js";
import { templateRows } from "../protocol/template-rows.js";
import { Findings, type Inspection } from "./inspection.js";

/** Pictures that are looked for, evenly chosen: a look at half a million takes minutes on a disk of the network. */
const looked = 1000;
const shownMissing = 5;

/** A set of templates in a folder. */
export interface FoundTemplates {
  readonly set: TemplateSet;
  readonly folder: TemplateFolder;
}

/** The template sets whose lists a folder holds. */
export async function templatesIn(folder: string): Promise<FoundTemplates[]> {
  const found: FoundTemplates[] = [];
  for (const set of templateSets) {
    const lists = await new Findings().attempt(() => findTemplateFolder(set, folder));
    if (lists) found.push({ set, folder: lists });
  }
  return found;
}

/** What a template set holds. That it is not the whole set is a fact, no problem: any part can be measured. */
export async function inspectTemplates({ set, folder }: FoundTemplates): Promise<Inspection> {
  const findings = new Findings();
  const images = await findings.attempt(() => readTemplateImages(folder.images));
  if (images) {
    findings.fact("images", images.names.count);
    findings.fact("templates", images.numbers.length);
    await tellPairs(findings, set, folder, images);
    await findings.attempt(() => tellPictures(findings, folder, images));
  }
  findings.fact("1:N lists", folder.missing.length === 0 ? "all" : `without ${folder.missing.join(", ")}`);
  return findings.as(`data of ${set}`);
}

async function tellPairs(
  findings: Findings,
  set: TemplateSet,
  { pairs: path }: TemplateFolder,
  { names, numbers }: TemplateImages,
): Promise<void> {
  if (path === null) {
    findings.problems.push(`no ${set}_template_pair_label.txt in its meta folder: there is nothing to compare`);
    return;
  }
  const pieces = await findings.attempt(() => readTemplatePairs(path, templateRows(numbers), Math.min(2, coreCount())));
  if (pieces === undefined) return;
  let [pairs, genuine] = [0, 0];
  for (const piece of pieces) {
    pairs += piece.genuine.length;
    for (const same of piece.genuine) genuine += same;
  }
  findings.fact("pairs", `${printCount(pairs)} (${printCount(genuine)} genuine)`);
  const { expected } = loadTemplateProtocol(set);
  const counts = { images: names.count, templates: numbers.length, pairs, genuine };
  const differing = (Object.keys(counts) as (keyof typeof counts)[]).filter((what) => counts[what] !== expected[what]);
  const wanted = differing.map((what) => `${printCount(expected[what])} ${what}`).join(", ");
  findings.fact("whole set", differing.length === 0 ? "yes" : `no, that has ${wanted}`);
}

function tellPictures(findings: Findings, { imageList, crops }: TemplateFolder, { names }: TemplateImages): void {
  if (imageList === null && crops === null) {
    findings.fact("pictures", "none: for features only");
    return;
  }
  const folder = imageList === null ? crops! : dirname(dirname(imageList));
  const listed = imageList === null ? null : readImageList(imageList);
  const step = Math.max(1, Math.floor(names.count / looked));
  const asked = Array.from({ length: Math.min(looked, names.count) }, (_, i) => i * step);
  const paths = asked.map((row) => listed?.[row] ?? names.at(row)).filter((path) => path !== undefined);
  const missing = paths.filter((path) => fileFactsOf(isAbsolute(path) ? path : join(folder, path)) === null);
  findings.fact(
    "pictures found",
    `${printCount(paths.length - missing.length)} of ${printCount(paths.length)} looked for`,
  );
  if (missing.length === 0) return;
  const shown = missing.slice(0, shownMissing).map((path) => basename(path));
  const more = missing.length > shownMissing ? ", ..." : "";
  findings.problems.push(`${countOf(missing.length, "picture")} missing in ${folder}: ${shown.join(", ")}${more}`);
}
