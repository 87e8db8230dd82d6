import type { PairList } from "../types.js";

/** Ways in which file names of the field's sets tell the person. */
const spellings: readonly ((name: string) => string | undefined)[] = [
  // AgeDB: the person, or a running number and the person, before the first blank of the name.
  (name) => /^([^_/]+)_.+$/.exec(baseName(name))?.[1],
  (name) => /^\d+_([^_/]+)_.+$/.exec(baseName(name))?.[1],
  // CALFW, CPLFW, LFW: the person and the number of the picture.
  (name) => /^(.+)_\d+(?:\.\w+)?$/.exec(baseName(name))?.[1],
  // One folder a person.
  (name) => /([^/]+)\/[^/]+$/.exec(name)?.[1],
];

const baseName = (name: string): string => name.slice(name.lastIndexOf("/") + 1);

/**
 * The list with the subject of each name, where the names follow one of the spellings known and every label agrees with
 * it: genuine pairs name one person, impostor pairs two. Otherwise the list as it is: a guess that one label contradicts
 * is no knowledge.
 */
export function withSubjectsOfNames(pairs: PairList): PairList {
  for (const spelling of spellings) {
    const subjects = pairs.names.map((name) => spelling(name.replaceAll("\\", "/")));
    if (subjects.every((subject) => subject !== undefined) && agrees(pairs, subjects)) return { ...pairs, subjects };
  }
  return pairs;
}

function agrees({ left, right, genuine }: PairList, subjects: readonly string[]): boolean {
  return genuine.every((label, i) => (label === 1) === (subjects[left[i]] === subjects[right[i]]));
}

/** A whole folder's name: people of one number in two parts of a set stay two. */
const folderOf = (name: string): string | undefined => /^(.+)\/[^/]+$/.exec(name)?.[1];

/** How names of a set tell the person where no labels are at hand, the likeliest first. */
const spellingsOfSet: Readonly<Record<string, typeof spellings>> = {
  lfw: [folderOf, (name) => /^(.+)_\d+(?:\.\w+)?$/.exec(baseName(name))?.[1]],
  cfp: [(name) => /^(.+)\/(?:frontal|profile)\//.exec(name)?.[1]],
  agedb: [(name) => /^\d+_([^_/]+)_.+$/.exec(baseName(name))?.[1]],
  calfw: [(name) => /^(.+)_\d+(?:\.\w+)?$/.exec(baseName(name))?.[1]],
};

const sameSpellings: Readonly<Record<string, string>> = { xqlfw: "lfw", cplfw: "calfw" };

/**
 * The subject of each name by the spelling of a set that is known, else by one folder a person; null where that makes
 * all images one person's, or some nobody's: then nothing is known.
 *
 * @param set what the set is called, "lfw" say
 */
export function subjectsOfNames(names: readonly string[], set: string): string[] | null {
  const tidy = names.map((name) => name.replaceAll("\\", "/"));
  for (const spelling of [...(spellingsOfSet[sameSpellings[set] ?? set] ?? []), folderOf]) {
    const subjects = tidy.map(spelling);
    if (subjects.every((subject) => subject !== undefined) && new Set(subjects).size > 1) return subjects;
  }
  return null;
}
