// The three verification sets: everyday pictures (as LFW), frontal against turned (as CFP), young against old (as AgeDB).
import type { FileShot } from "./camera.js";
import { drawNames } from "./names.js";
import { everyday, type NuisanceRange } from "./nuisance.js";
import { drawPairs, type DrawnPair, type FoldPairs, type PairSizes } from "./pair-draw.js";
import { naturalDegradation, protocolFile, textOf, type ListFile, type Plan, type PlanBase } from "./plan.js";
import { openStream } from "./random.js";

const crop = 112;

/** One person's picture in a file, with the degradation that this data set's stream draws for it. */
function shotOf(
  base: PlanBase,
  set: string,
  person: number,
  picture: string,
  path: string,
  range: NuisanceRange,
): FileShot {
  const { seed, difficulty } = base;
  const degradation = naturalDegradation(openStream("natural", set, seed, person, picture), difficulty);
  const name = `${set}-${picture}`;
  return {
    shot: { world: "eval", seed, person, picture: name, framing: "aligned", size: crop, range, degradation },
    path,
  };
}

const countUp = (count: number, first = 0): number[] => Array.from({ length: count }, (_, i) => first + i);

const expectedOf = ({ folds, pairsPerKind }: PairSizes) => ({
  pairs: 2 * folds * pairsPerKind,
  genuine: folds * pairsPerKind,
  impostor: folds * pairsPerKind,
  folds,
});

/** Sizes of a drawn set like LFW. */
export interface LfwSizes extends PairSizes {
  /** Pictures of each person. */
  readonly pictures: number;
}

/** LFW's form: `pairs.txt` in its grammar and `Name/Name_0001.jpg`, aligned to 112x112. */
export function planLfw(base: PlanBase, sizes: LfwSizes): Plan {
  const names = drawNames(base.seed, sizes.people);
  const pathOf = (person: number, picture: number): string =>
    `${names[person]}/${names[person]}_${String(picture).padStart(4, "0")}.jpg`;
  const pictures = countUp(sizes.pictures, 1);
  const shots = names.flatMap((_, person) =>
    pictures.map((picture) => shotOf(base, "lfw", person, String(picture), pathOf(person, picture), everyday)),
  );
  const folds = drawPairs(openStream("pairs", "lfw", base.seed), sizes, pictures, pictures);
  const one = ({ left, i, j }: DrawnPair): string => [names[left], i, j].join("\t");
  const two = ({ left, i, right, j }: DrawnPair): string => [names[left], i, names[right], j].join("\t");
  const lines = folds.flatMap(({ same, different }) => [...same.map(one), ...different.map(two)]);
  const expected = expectedOf(sizes);
  return {
    shots,
    lists: [
      { path: "pairs.txt", pieces: textOf([`${sizes.folds}\t${sizes.pairsPerKind}`, ...lines]) },
      protocolFile("drawn-lfw", "Drawn faces, everyday", "pairs.txt", expected),
    ],
    counts: { people: sizes.people, images: shots.length, ...expected },
  };
}

/** Sizes of a drawn set like CFP-FP. */
export interface CfpSizes extends PairSizes {
  /** Frontal and turned pictures of each person. */
  readonly frontal: number;
  readonly profile: number;
}

/** The drawn head stays a head up to about 50 degrees; CFP's own profiles are turned further. */
const turned: NuisanceRange = { ...everyday, yaw: { least: 36, most: 50 } };
const facing: NuisanceRange = { ...everyday, yaw: { least: 0, most: 10 } };

/** CFP's form: `Protocol/Pair_list_{F,P}.txt`, `Protocol/Split/{FF,FP}/01..10` and `Data/Images/001/{frontal,profile}/01.jpg`. */
export function planCfp(base: PlanBase, sizes: CfpSizes): Plan {
  const two = (number: number): string => String(number).padStart(2, "0");
  const views = [
    { view: "frontal", count: sizes.frontal, range: facing, list: "F" },
    { view: "profile", count: sizes.profile, range: turned, list: "P" },
  ];
  const pathOf = (person: number, view: string, picture: number): string =>
    `Data/Images/${String(person + 1).padStart(3, "0")}/${view}/${two(picture + 1)}.jpg`;
  const everyone = countUp(sizes.people);
  const shots = everyone.flatMap((person) =>
    views.flatMap(({ view, count, range }) =>
      countUp(count).map((k) => shotOf(base, "cfp", person, `${view}-${k}`, pathOf(person, view, k), range)),
    ),
  );
  const lists = views.map(({ view, count, list }): ListFile => {
    const paths = everyone.flatMap((person) => countUp(count).map((k) => `../${pathOf(person, view, k)}`));
    return { path: `Protocol/Pair_list_${list}.txt`, pieces: textOf(paths.map((path, i) => `${i + 1} ${path}`)) };
  });
  const frontals = countUp(sizes.frontal);
  const draw = (kind: string, rights: number[]): FoldPairs[] =>
    drawPairs(openStream("pairs", kind, base.seed), sizes, frontals, rights);
  const expected = expectedOf(sizes);
  return {
    shots,
    lists: [
      ...lists,
      ...splitFiles("FF", draw("cfp-ff", frontals), sizes.frontal, sizes.frontal),
      ...splitFiles("FP", draw("cfp-fp", countUp(sizes.profile)), sizes.frontal, sizes.profile),
      protocolFile("drawn-cfp", "Drawn faces, frontal against turned", "Protocol", expected),
    ],
    counts: { people: sizes.people, images: shots.length, ...expected },
  };
}

/** CFP's `same.txt` and `diff.txt` of each fold: numbers of the two Pair_list files. */
function splitFiles(kind: "FF" | "FP", folds: readonly FoldPairs[], leftCount: number, rightCount: number): ListFile[] {
  const line = ({ left, i, right, j }: DrawnPair): string =>
    `${left * leftCount + i + 1},${right * rightCount + j + 1}`;
  return folds.flatMap(({ same, different }, fold) => {
    const folder = `Protocol/Split/${kind}/${String(fold + 1).padStart(2, "0")}`;
    return [
      { path: `${folder}/same.txt`, pieces: textOf(same.map(line)) },
      { path: `${folder}/diff.txt`, pieces: textOf(different.map(line)) },
    ];
  });
}

/** Sizes of a drawn set like AgeDB-30. */
export interface AgeDbSizes extends PairSizes {
  /** Pictures of each person in youth, and as many in age. */
  readonly pictures: number;
}

const young: NuisanceRange = { ...everyday, years: { least: -15, most: 0 } };
const old: NuisanceRange = { ...everyday, years: { least: 30, most: 40 } };

/** Pairs at least 30 years apart as a CSV `a,b,same,fold`; AgeDB's own .mat is a proprietary form that nothing needs. */
export function planAgeDb(base: PlanBase, sizes: AgeDbSizes): Plan {
  const names = drawNames(base.seed, sizes.people);
  const pictures = countUp(sizes.pictures);
  const pathOf = (person: number, when: string, k: number): string => `images/${names[person]}_${when}_${k + 1}.jpg`;
  const shots = names.flatMap((_, person) =>
    [young, old].flatMap((range) => {
      const when = range === young ? "young" : "old";
      return pictures.map((k) => shotOf(base, "agedb", person, `${when}-${k}`, pathOf(person, when, k), range));
    }),
  );
  const folds = drawPairs(
    openStream("pairs", "agedb", base.seed),
    sizes,
    pictures,
    pictures.map((k) => k + sizes.pictures),
  );
  const row =
    (fold: number, same: 0 | 1) =>
    ({ left, i, right, j }: DrawnPair): string =>
      [pathOf(left, "young", i), pathOf(right, "old", j - sizes.pictures), same, fold + 1].join(",");
  const rows = folds.flatMap(({ same, different }, fold) => [
    ...same.map(row(fold, 1)),
    ...different.map(row(fold, 0)),
  ]);
  const expected = expectedOf(sizes);
  return {
    shots,
    lists: [
      { path: "pairs.csv", pieces: textOf(["a,b,same,fold", ...rows]) },
      protocolFile("drawn-agedb", "Drawn faces, thirty years apart", "pairs.csv", expected),
    ],
    counts: { people: sizes.people, images: shots.length, ...expected },
  };
}
