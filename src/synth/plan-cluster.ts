import type { FileShot } from "./camera.js";
import { everyday } from "./nuisance.js";
import { naturalDegradation, textOf, type Plan, type PlanBase } from "./plan.js";
import { openStream } from "./random.js";

/** Sizes of a drawn set to cluster. */
export interface ClusterSizes {
  readonly people: number;
  /** Fewest and most pictures of a person; most people have few. */
  readonly least: number;
  readonly most: number;
}

/**
 * Pictures of people with very different numbers of them, in drawn order: `images/000001.jpg`, `images.list` (a path a
 * line), `labels.meta` (a person's number a line, learn-to-cluster's form) and `labels.csv` (both).
 */
export function planCluster({ seed, difficulty }: PlanBase, { people, least, most }: ClusterSizes): Plan {
  const draw = openStream("cluster", seed);
  const pictures: { person: number; picture: string }[] = [];
  for (let person = 0; person < people; person++) {
    const count = least + Math.floor((most - least + 1) * draw.uniform() ** 3);
    for (let k = 0; k < count; k++) pictures.push({ person, picture: `cluster-${k}` });
  }
  shuffle(pictures, draw.below);
  const shots = pictures.map(({ person, picture }, i): FileShot => {
    const degradation = naturalDegradation(openStream("natural", "cluster", seed, person, picture), difficulty);
    const shot = {
      world: "eval",
      seed,
      person,
      picture,
      framing: "aligned",
      size: 112,
      range: everyday,
      degradation,
    } as const;
    return { shot, path: `images/${String(i + 1).padStart(6, "0")}.jpg` };
  });
  return {
    shots,
    lists: [
      { path: "images.list", pieces: textOf(shots.map(({ path }) => path)) },
      {
        path: "labels.csv",
        pieces: textOf(["image,label", ...shots.map(({ path, shot }) => `${path},${shot.person}`)]),
      },
      { path: "labels.meta", pieces: textOf(shots.map(({ shot }) => String(shot.person))) },
    ],
    counts: { people, images: shots.length },
  };
}

/** Fisher and Yates. In place. */
function shuffle<T>(items: T[], below: (count: number) => number): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = below(i + 1);
    [items[i], items[j]] = [items[j], items[i]];
  }
}
