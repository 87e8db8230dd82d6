// Results in groups that can be compared: of one task, protocol and digest each.
import { basename, join } from "node:path";
import { isFile } from "../host/files.js";
import { listProtocols, loadProtocol } from "../protocol/protocol.js";
import { loadTemplateProtocol, templateSets } from "../protocol/template-protocol.js";
import type { Chart } from "../report/chart.js";
import { plotsFile, readPlots } from "../report/plots-file.js";
import type { PublishedFigure, Result } from "../report/result.js";
import type { ResultFolder } from "./result-folders.js";

/** A result with the name that it has in its section, and no other there has. */
export interface SectionSource extends ResultFolder {
  readonly name: string;
  readonly charts: readonly Chart[];
}

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly lines: readonly string[];
  readonly task: string;
  /** Name of the protocol. */
  readonly protocol: string;
  readonly sources: readonly SectionSource[];
  /** Figures that others published, where the results rest on the whole of that data. */
  readonly published: readonly PublishedFigure[];
}

/** What is built in of a protocol; null where a result's protocol is none of them. */
interface BuiltIn {
  readonly title: string;
  readonly asks: string;
  readonly digest: string;
  readonly published: readonly PublishedFigure[];
  readonly expected: Readonly<Record<string, unknown>>;
}

/** Sections in the order of their first results. @throws UserError for a faulty plots.json */
export async function sectionsOf(results: readonly ResultFolder[]): Promise<Section[]> {
  const groups = groupBy(results);
  const ids = new Set<string>();
  const sections: Section[] = [];
  for (const group of groups) {
    const { task, protocol } = group[0].result;
    const builtIn = await builtInOf(protocol.name);
    const own = builtIn?.digest === protocol.digest ? builtIn : null;
    const again = groups.some(([first]) => first !== group[0] && sameName(first.result, group[0].result));
    const title = `${titleOf(task, own?.title ?? protocol.name)}${again ? ` (${protocol.digest.slice(0, 15)})` : ""}`;
    sections.push({
      ...{ id: idOf(title, ids), title, task, protocol: protocol.name },
      lines: linesOf(group, own),
      sources: sourcesOf(group),
      published: own !== null && group.every(({ result }) => isWhole(result, own)) ? own.published : [],
    });
  }
  return sections;
}

function groupBy(results: readonly ResultFolder[]): ResultFolder[][] {
  const groups = new Map<string, ResultFolder[]>();
  for (const each of results) {
    const { task, protocol } = each.result;
    const key = JSON.stringify([task, protocol.name, protocol.digest]);
    const group = groups.get(key);
    if (group) group.push(each);
    else groups.set(key, [each]);
  }
  return [...groups.values()];
}

const sameName = (a: Result, b: Result): boolean => a.task === b.task && a.protocol.name === b.protocol.name;

const titles: Readonly<Record<string, (name: string) => string>> = {
  verification: (name) => name,
  templates: (name) => name,
  erc: (name) => `${name}: error versus reject`,
  magnitude: () => "Magnitudes",
  quality: () => "Qualities of images",
};

const titleOf = (task: string, name: string): string => titles[task]?.(name) ?? `${name}: ${task}`;

/** A title as a place of a page: letters, digits and dashes, no two alike. */
function idOf(title: string, taken: Set<string>): string {
  const stem =
    title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "") || "results";
  let id = stem;
  for (let at = 2; taken.has(id); at++) id = `${stem}-${at}`;
  taken.add(id);
  return id;
}

async function builtInOf(name: string): Promise<BuiltIn | null> {
  const set = templateSets.find((each) => each === name);
  if (set === undefined && !listProtocols().includes(name)) return null;
  const protocol = set === undefined ? await loadProtocol(name) : loadTemplateProtocol(set);
  return { ...protocol, expected: { ...protocol.expected } };
}

/** Whether a result rests on all that its protocol expects, and not on a part that somebody made. */
function isWhole({ task, provenance }: Result, { expected }: BuiltIn): boolean {
  const { pairs, images, templates } = provenance as {
    pairs?: { listed?: unknown; genuine?: unknown };
  } & Result["provenance"];
  const found: Readonly<Record<string, unknown>> =
    task === "templates"
      ? { pairs: pairs?.listed, genuine: pairs?.genuine, images, templates }
      : { pairs: pairs?.listed };
  return Object.entries(found).every(([what, count]) => expected[what] === undefined || expected[what] === count);
}

function linesOf(group: readonly ResultFolder[], builtIn: BuiltIn | null): string[] {
  const data = new Set(group.map(({ result }) => result.provenance.data));
  const models = group.every(({ result }) => result.provenance.model !== undefined);
  return [
    ...(builtIn === null || builtIn.asks === "" ? [] : [builtIn.asks]),
    ...(models && data.size > 1
      ? ["The digests of the data differ: these results rest on other images, and are no comparison of models."]
      : []),
  ];
}

function sourcesOf(group: readonly ResultFolder[]): SectionSource[] {
  const taken = new Map<string, number>();
  return group.map((each) => {
    const name = nameOf(each);
    const count = (taken.get(name) ?? 0) + 1;
    taken.set(name, count);
    const plots = join(each.folder, plotsFile);
    const charts = isFile(plots) ? readPlots(plots) : [];
    return { ...each, name: count === 1 ? name : `${name} #${count}`, charts };
  });
}

function nameOf({ folder, result: { task, provenance } }: ResultFolder): string {
  const model = provenance.modelName ?? provenance.preset;
  return task === "quality" || model === undefined ? basename(folder) : model;
}
