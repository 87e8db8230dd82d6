// What models have in common: the questions that two of them or more have answered.
import { UserError } from "../errors.js";
import type { Result } from "../report/result.js";
import { questionOf, type ComparedModel } from "./compare-models.js";
import { safeName } from "./safe-name.js";

/** A model's answer to a part's question. */
export interface Member {
  /** Name in the comparison. */
  readonly name: string;
  readonly folder: string;
  readonly result: Result;
}

/** One question with the answers of two models at least. */
export interface Part {
  readonly task: string;
  readonly protocol: Result["protocol"];
  /** What tables call it. */
  readonly title: string;
  /** What its files are called after. */
  readonly stem: string;
  /** In the order of the models; the first is the reference. */
  readonly members: readonly Member[];
}

/**
 * @returns the parts in the order in which the models have them, and the questions that only one model answers
 * @throws UserError where there is no part
 */
export function partsOf(models: readonly ComparedModel[]): { parts: Part[]; lonely: string[] } {
  const asked = new Map<string, Member[]>();
  for (const { name, results } of models)
    for (const found of results) {
      const question = questionOf(found);
      asked.set(question, [...(asked.get(question) ?? []), { name, ...found }]);
    }
  const all = [...asked.values()];
  const shared = all.filter((members) => members.length > 1);
  const lonely = all.filter((members) => members.length === 1).map(([one]) => `${titleOf(one.result)} (${one.name})`);
  if (shared.length === 0)
    throw new UserError(
      models.length === 1
        ? `compare: results of one model only, ${models[0].name}; expected two models or more`
        : `compare: no two models have answered the same question, found ${lonely.join(", ")}`,
    );
  return { parts: shared.map((members) => partOf(members, shared)), lonely };
}

function partOf(members: readonly Member[], all: readonly (readonly Member[])[]): Part {
  const { task, protocol } = members[0].result;
  const namesakes = all.filter(([{ result }]) => result.protocol.name === protocol.name && result.task !== "erc");
  const stem = namesakes.length > 1 && task !== "erc" ? `${protocol.name}-${task}` : protocol.name;
  return { task, protocol, title: titleOf(members[0].result), stem: safeName(stem), members };
}

const titleOf = ({ task, protocol: { name } }: Result): string =>
  task === "verification" || task === "templates" || task === name ? name : `${name}, ${task}`;
