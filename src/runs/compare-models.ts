// Results brought together by the model that they are of.
import { basename, sep } from "node:path";
import { findResults, type ResultFolder } from "./result-folders.js";

/** A model under a name of its own, with its results. */
export interface ComparedModel {
  readonly name: string;
  readonly results: readonly ResultFolder[];
}

/**
 * Models in the order in which their first results come.
 *
 * Results are one model's where they name it alike, unless their digests of it or their cards differ, or there would be two
 * results of one question: then they are two models, told apart by the folder in which their paths part.
 *
 * @param paths as findResults takes them
 * @throws UserError as findResults does
 */
export async function readModels(paths: readonly string[]): Promise<ComparedModel[]> {
  const groups: ResultFolder[][] = [];
  for (const path of paths) {
    for (const found of await findResults([path])) {
      const group = groups.find((one) =>
        one.every((other) => isOfOneModel(one[0], found) && !asksTheSame(other, found)),
      );
      if (group) group.push(found);
      else groups.push([found]);
    }
  }
  const names = groups.map(([first]) => nameOf(first));
  return groups.map((results, at) => {
    const alike = groups.filter((_, other) => names[other] === names[at]);
    const mark = alike.length === 1 ? "" : ` (${marks(alike)[alike.indexOf(results)]})`;
    return { name: `${names[at]}${mark}`, results };
  });
}

const nameOf = ({ folder, result }: ResultFolder): string => String(result.provenance.modelName ?? basename(folder));

/** What is asked of a model: one task on one protocol. */
export const questionOf = ({ result: { task, protocol } }: ResultFolder): string => `${protocol.name}\n${task}`;

const asksTheSame = (one: ResultFolder, other: ResultFolder): boolean => questionOf(one) === questionOf(other);

function isOfOneModel(one: ResultFolder, other: ResultFolder): boolean {
  if (nameOf(one) !== nameOf(other)) return false;
  const [a, b] = [one, other].map(({ result: { provenance } }) => provenance);
  if (a.model === undefined || b.model === undefined) return true;
  return a.model === b.model && JSON.stringify(a.card) === JSON.stringify(b.card);
}

/** What tells models of one name apart: the first folder in which all of their paths differ, else their number. */
function marks(alike: readonly (readonly ResultFolder[])[]): string[] {
  const paths = alike.map(([{ folder }]) => folder.split(sep));
  const depth = Math.min(...paths.map(({ length }) => length));
  for (let at = 0; at < depth; at++) {
    const folders = paths.map((parts) => parts[at]);
    if (new Set(folders).size === folders.length) return folders;
  }
  return alike.map((_, at) => String(at + 1));
}
