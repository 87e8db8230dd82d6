// Plain folders of drawn faces, with or without graded degradation.
import { UserError } from "../errors.js";
import type { FileShot } from "./camera.js";
import type { Crew } from "./crew.js";
import type { Degradation, DegradationKind } from "./degrade.js";
import type { Framing } from "./face-svg.js";
import type { World } from "./identity.js";
import { drawNames } from "./names.js";
import { everyday, type NuisanceRange } from "./nuisance.js";
import { linesOf, naturalDegradation, roundGrade, type Plan } from "./plan.js";
import { landmarksOfShot } from "./picture.js";
import { openStream } from "./random.js";
import type { ImageFormat } from "./render.js";
import { writePlan, type Drawn } from "./write-plan.js";

/** What is drawn; the manifest holds all of it. */
export interface FaceSettings {
  readonly seed: number;
  readonly people: number;
  readonly perPerson: number;
  readonly world: World;
  /** First person's number, to go on after those drawn before. */
  readonly first: number;
  readonly framing: Framing;
  /** Side in pixels. */
  readonly size: number;
  /** "natural" = as found pictures are. */
  readonly degradation: DegradationKind | "none" | "natural";
  /** Grades in turn, picture by picture; null = drawn evenly from [0, 1]. */
  readonly grades: readonly number[] | null;
  /** Strength of natural degradation. */
  readonly difficulty: number;
  readonly format: ImageFormat;
  readonly range: NuisanceRange;
}

type Asked = "seed" | "people" | "perPerson";

/** Settings left out: world "eval" from person 0, aligned 112x112 JPEGs (250x250 in another framing), no degradation. */
export interface FacesOptions extends Crew, Pick<FaceSettings, Asked>, Partial<Omit<FaceSettings, Asked>> {
  readonly out: string;
}

/**
 * Draws faces as `Name/Name_0001.jpg` with `truth.csv`, and `landmarks.txt` (`path x1 y1 .. x5 y5`).
 *
 * @throws UserError on a grade outside [0, 1], a size out of range, or a folder that holds anything else
 */
export async function drawFaces(options: FacesOptions): Promise<Drawn> {
  const { framing = "aligned" } = options;
  const settings: FaceSettings = {
    seed: options.seed,
    people: options.people,
    perPerson: options.perPerson,
    world: options.world ?? "eval",
    first: options.first ?? 0,
    framing,
    size: options.size ?? (framing === "aligned" ? 112 : 250),
    degradation: options.degradation ?? "none",
    grades: options.grades ?? null,
    difficulty: options.difficulty ?? 1,
    format: options.format ?? "jpg",
    range: options.range ?? everyday,
  };
  check(settings);
  return writePlan(planFaces(settings), { kind: "faces", ...settings }, options.out, options);
}

function planFaces(settings: FaceSettings): Plan {
  const { seed, people, perPerson, world, first, framing, size, format, range } = settings;
  const names = drawNames(seed, first + people).slice(first);
  const shots = names.flatMap((name, k) =>
    Array.from({ length: perPerson }, (_, i): FileShot => {
      const degradation = degradationOf(settings, first + k, i);
      return {
        shot: { world, seed, person: first + k, picture: `faces-${i}`, framing, size, range, degradation },
        path: `${name}/${name}_${String(i + 1).padStart(4, "0")}.${format}`,
      };
    }),
  );
  return {
    shots,
    lists: [{ path: "landmarks.txt", pieces: linesOf(shots, pointsLine) }],
    counts: { people, images: shots.length },
  };
}

const pointsLine = ({ shot, path }: FileShot): string =>
  [path, ...landmarksOfShot(shot).map((x) => x.toFixed(3))].join(" ");

function degradationOf(settings: FaceSettings, person: number, picture: number): Degradation | undefined {
  const { degradation: kind, grades, seed, perPerson, difficulty } = settings;
  if (kind === "none") return undefined;
  const draw = openStream("natural", "faces", seed, person, picture);
  if (kind === "natural") return naturalDegradation(draw, difficulty);
  return { kind, grade: grades ? grades[(person * perPerson + picture) % grades.length] : roundGrade(draw.uniform()) };
}

function check({ people, perPerson, size, grades }: FaceSettings): void {
  for (const [name, value] of Object.entries({ people, "pictures per person": perPerson })) {
    if (!Number.isInteger(value) || value < 1)
      throw new UserError(`${name} is ${value}, expected a whole number of at least 1`);
  }
  if (!(Number.isInteger(size) && size >= 32 && size <= 1024)) {
    throw new UserError(`size is ${size}, expected a whole number from 32 to 1024`);
  }
  const bad = grades?.find((grade) => !(grade >= 0 && grade <= 1));
  if (bad !== undefined || grades?.length === 0) throw new UserError(`grade ${bad ?? "missing"}, expected 0 to 1`);
}
