import { extname, join } from "node:path";
import { isFile, listFolder } from "../host/files.js";
import { readJson } from "../host/json.js";
import { dataSetsIn, inspectDataSet } from "./data-sets.js";
import { inspectTemplates, templatesIn } from "./inspect-templates.js";
import { Findings, type Inspection } from "./inspection.js";

const images = /\.(?:jpe?g|png|bmp|p[gp]m|webp|tiff?)$/i;
/** A folder with more files besides images shows only their number. */
const mostNamed = 12;

/** What a folder is: results of ours, a cache, data of a protocol, a folder of images, or none of these. */
export async function inspectFolder(path: string): Promise<Inspection> {
  if (isFile(join(path, "result.json"))) return inspectResults(path);
  if (isFile(join(path, "data.mdb"))) return new Findings().as("embedding cache: magface-eval cache ls tells more");
  const [templates] = await templatesIn(path);
  if (templates) return inspectTemplates(templates);
  const [set, ...more] = await dataSetsIn(path);
  if (set === undefined) return inspectContents(path);
  const { inspection: found } = await inspectDataSet(set);
  if (more.length > 0) found.facts.push(["also data of", more.map(({ protocol }) => protocol.name).join(", ")]);
  return found;
}

async function inspectResults(path: string): Promise<Inspection> {
  const findings = new Findings();
  const content = await findings.attempt(() => readJson(join(path, "result.json")));
  if (content !== undefined) resultFacts(findings, content);
  findings.fact(
    "files",
    listFolder(path)
      .map((entry) => entry.name)
      .join(", "),
  );
  return findings.as("results folder");
}

/** Facts of a result.json's content. */
export function resultFacts(findings: Findings, content: unknown): void {
  const { task, protocol, figures } = content as { task?: unknown; protocol?: { name?: unknown }; figures?: unknown[] };
  findings.fact("task", String(task));
  findings.fact("protocol", String(protocol?.name));
  findings.fact("figures", Array.isArray(figures) ? figures.length : 0);
}

function inspectContents(path: string): Inspection {
  const findings = new Findings();
  const kinds = new Map<string, number>();
  const entries = listFolder(path);
  for (const entry of entries) {
    const kind = entry.isDirectory() ? "folders" : extname(entry.name).toLowerCase() || "files without ending";
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  for (const [kind, count] of kinds) findings.fact(kind, count);
  const lists = entries.filter((entry) => entry.isFile() && !images.test(entry.name)).map(({ name }) => name);
  if (lists.length > 0 && lists.length <= mostNamed) findings.fact("files", lists.join(", "));
  if (entries.length === 0) findings.problems.push(`${path}: empty`);
  const count = entries.filter((entry) => images.test(entry.name)).length;
  return findings.as(count > 0 ? "folder of images" : "folder");
}
