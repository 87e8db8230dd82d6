import { basename, join } from "node:path";
import { dataSetsIn, inspectDataSet, type DataSet, type InspectedSet } from "../../dataset/data-sets.js";
import { inspectPath } from "../../dataset/inspect.js";
import { inspectTemplates, templatesIn } from "../../dataset/inspect-templates.js";
import type { Inspection } from "../../dataset/inspection.js";
import { isFile, isFolder, listFolder } from "../../host/files.js";
import { printCount } from "../../protocol/counts.js";
import type { Check } from "../../report/checkup.js";
import { check, fail, ok, warn, type Said } from "./check.js";

/** What a folder of data sets came to. */
export interface DataFound {
  readonly checks: readonly Check[];
  /** Verification sets without a fault, on whose pairs a model's pixels can be tried. */
  readonly sound: readonly DataSet[];
}

/** Every data set in a folder and in the folders in it, against what its protocol expects; a .bin is one of its own. */
export async function dataChecks(path: string): Promise<DataFound> {
  const group = `data in ${path}`;
  const inner = isFolder(path) ? innerFolders(path) : [];
  const folders = isFolder(path) ? [path, ...inner] : [];
  const sets = await setsBySource([...inner, ...folders.slice(0, 1)]);
  const checks = await templateChecks(group, folders);
  const sound: DataSet[] = [];
  for (const candidates of sets.values()) {
    const found = await check(group, candidates[0].protocol.name, async () => {
      const { set, inspected } = await nearest(candidates);
      const said = judgeSet(inspected, set.folder);
      if (said.verdict !== "fail") sound.push(set);
      return said;
    });
    checks.push(found);
  }
  for (const file of binFiles(path).filter((bin) => !sets.has(bin)))
    checks.push(await check(group, basename(file), async () => judgeFile(await inspectPath(file), file)));
  return { checks: checks.length > 0 ? checks : [{ group, name: "data sets", ...nothing }], sound };
}

const nothing = fail(
  "none is known here, nor in its folders",
  "magface-eval protocols NAME says what each set's folder holds",
);

const innerFolders = (folder: string): string[] =>
  listFolder(folder)
    .filter(({ name }) => !name.startsWith("."))
    .map(({ name }) => join(folder, name))
    .filter(isFolder);

const binFiles = (path: string): string[] =>
  isFile(path)
    ? [path]
    : listFolder(path)
        .filter(({ name }) => name.endsWith(".bin"))
        .map(({ name }) => join(path, name));

/** The same lists may be found from a folder and from the one above it. */
async function setsBySource(folders: readonly string[]): Promise<Map<string, DataSet[]>> {
  const sets = new Map<string, DataSet[]>();
  for (const folder of folders)
    for (const set of await dataSetsIn(folder)) sets.set(set.source, [...(sets.get(set.source) ?? []), set]);
  return sets;
}

/** Of the same lists, those from whose folder most images are found; the first where it makes no difference. */
async function nearest(candidates: readonly DataSet[]): Promise<{ set: DataSet; inspected: InspectedSet }> {
  const [first, ...others] = candidates;
  let best = { set: first, inspected: await inspectDataSet(first) };
  for (const set of others) {
    if (best.inspected.missing === 0) break;
    const inspected = await inspectDataSet(set);
    if (inspected.missing < best.inspected.missing) best = { set, inspected };
  }
  return best;
}

async function templateChecks(group: string, folders: readonly string[]): Promise<Check[]> {
  const checks: Check[] = [];
  const seen = new Set<string>();
  for (const folder of folders) {
    for (const found of await templatesIn(folder)) {
      if (seen.has(found.folder.images)) continue;
      seen.add(found.folder.images);
      checks.push(await check(group, found.set, async () => judgeTemplates(await inspectTemplates(found), folder)));
    }
  }
  return checks;
}

function judgeSet({ inspection, doubts }: InspectedSet, path: string): Said {
  const faults = inspection.problems.filter((problem) => !doubts.includes(problem));
  if (faults.length > 0) return faulty(faults, path);
  const values = new Map(inspection.facts);
  const also = values.get("read as well by");
  const parts = [values.get("pairs"), `${values.get("images found")} images`, values.get("form")];
  const says = [...parts, ...(also === undefined ? [] : [`${also} would read it too`])].join("; ");
  return doubts.length === 0 ? ok(says) : warn(`${says}; ${doubts.join("; ")}`);
}

function judgeFile({ kind, facts, problems }: Inspection, path: string): Said {
  if (problems.length > 0) return faulty(problems, path);
  const values = new Map(facts);
  return ok([kind, values.get("pairs"), values.get("images")].filter((part) => part !== undefined).join("; "));
}

function judgeTemplates({ facts, problems }: Inspection, path: string): Said {
  if (problems.length > 0) return faulty(problems, path);
  const values = new Map(facts);
  const pairs = values.get("pairs")!.replace(" (", " pairs (");
  const counts = `${values.get("images")} images, ${values.get("templates")} templates, ${pairs}`;
  const pictures = values.get("pictures") ?? values.get("pictures found");
  const says = `${counts}; pictures ${pictures}; 1:N lists ${values.get("1:N lists")}`;
  const whole = values.get("whole set")!;
  return whole === "yes" ? ok(says) : warn(`${says}; not the whole set: ${whole.replace("no, that has", "it has")}`);
}

const mostTold = 3;

function faulty(problems: readonly string[], path: string): Said {
  const more = problems.length > mostTold ? `; and ${printCount(problems.length - mostTold)} more` : "";
  return fail(
    `${problems.slice(0, mostTold).join("; ")}${more}`,
    `magface-eval inspect ${path} tells all; magface-eval protocols NAME what is expected`,
  );
}
