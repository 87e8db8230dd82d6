// Templates of stills and video frames, in the form of InsightFace's IJB release.
import { UserError } from "../errors.js";
import type { FileShot } from "./camera.js";
import { everyday } from "./nuisance.js";
import { landmarksOfShot } from "./picture.js";
import { linesOf, naturalDegradation, roundGrade, textOf, type ListFile, type Plan, type PlanBase } from "./plan.js";
import { openStream, type Stream } from "./random.js";

/** Sizes of a drawn set like IJB-C. */
export interface IjbSizes {
  readonly people: number;
  /** Probe templates of each person, besides one gallery template. */
  readonly probes: number;
  /** Most stills of a template; a probe may have none. */
  readonly stills: number;
  /** Frames of each probe's video. */
  readonly frames: number;
  readonly impostorPairs: number;
  /** Side of the loose crops in pixels. */
  readonly size: number;
}

/** A row of face_tid_mid: one picture of one template. */
interface Face extends FileShot {
  readonly name: string;
  readonly template: number;
  readonly media: number;
}

interface Template {
  readonly id: number;
  readonly person: number;
  /** Gallery 1 or 2 of its person, 0 for a probe. */
  readonly gallery: 0 | 1 | 2;
  readonly faces: readonly Face[];
}

/** `meta/` with template, pair, landmark and 1:N files, and `loose_crop/` with one picture a row. */
export function planIjb(base: PlanBase, sizes: IjbSizes): Plan {
  const templates = drawTemplates(base, sizes);
  const faces = templates.flatMap((template) => template.faces);
  const probes = templates.filter(({ gallery }) => gallery === 0);
  const galleries = templates.filter(({ gallery }) => gallery !== 0);
  const genuine = probes.length;
  const most = galleries.length * probes.length - genuine;
  if (sizes.impostorPairs > most) {
    throw new UserError(`${sizes.impostorPairs} impostor pairs asked, expected at most ${most} with these templates`);
  }
  return {
    shots: faces,
    lists: [
      { path: "meta/ijbc_face_tid_mid.txt", pieces: textOf(faces.map((f) => `${f.name} ${f.template} ${f.media}`)) },
      { path: "meta/ijbc_name_5pts_score.txt", pieces: linesOf(faces, pointsLine) },
      ...searchLists(galleries, probes),
      {
        path: "meta/ijbc_template_pair_label.txt",
        pieces: pairLines(base.seed, galleries, probes, sizes.impostorPairs),
      },
    ],
    counts: {
      people: sizes.people,
      images: faces.length,
      templates: templates.length,
      genuine,
      impostor: sizes.impostorPairs,
    },
  };
}

function drawTemplates(base: PlanBase, sizes: IjbSizes): Template[] {
  const templates: Template[] = [];
  let nextFace = 1;
  let nextMedia = 1;
  for (let person = 0; person < sizes.people; person++) {
    for (let k = 0; k <= sizes.probes; k++) {
      const id = templates.length + 1;
      const draw = openStream("template", base.seed, person, k);
      const gallery = k > 0 ? 0 : person % 2 === 0 ? 1 : 2;
      const faces = drawMedia(draw, sizes, gallery !== 0).flatMap((media, m): Face[] => {
        const number = nextMedia++;
        return media.map(({ grade, kind, frame }): Face => {
          const name = `${nextFace++}.jpg`;
          const shot = {
            world: "eval" as const,
            seed: base.seed,
            person,
            picture: `ijb-${k}-${m}`,
            frame,
            framing: "loose" as const,
            size: sizes.size,
            range: { ...everyday, yaw: { least: 0, most: 36 } },
            degradation: { kind, grade: roundGrade(Math.min(1, grade * base.difficulty)) },
          };
          return { shot, path: `loose_crop/${name}`, name, template: id, media: number };
        });
      });
      templates.push({ id, person, gallery, faces });
    }
  }
  return templates;
}

type Take = ReturnType<typeof naturalDegradation> & { readonly frame: number };

/** The stills, one picture each, and the video of a template. Frames of one video are of very mixed quality. */
function drawMedia(draw: Stream, { stills, frames }: IjbSizes, gallery: boolean): Take[][] {
  const still = (): Take[] => [{ ...naturalDegradation(draw, 1), frame: 0 }];
  if (gallery) return Array.from({ length: 1 + draw.below(stills) }, still);
  const some = Array.from({ length: draw.below(stills + 1) }, still);
  if (some.length > 0 && (frames === 0 || draw.chance(0.25))) return some;
  const worst = draw.between(0.6, 1);
  const video = Array.from({ length: frames }, (_, frame): Take => ({
    kind: "mix",
    grade: worst * draw.uniform() ** 0.45,
    frame,
  }));
  return video.length > 0 ? [...some, video] : [still()];
}

/** Landmarks of the loose crop and a detector's score, which falls with the grade and is never 0. */
function pointsLine({ name, shot }: Face): string {
  const score = Math.max(0.1, 1 - 0.8 * (shot.degradation?.grade ?? 0));
  return [name, ...landmarksOfShot(shot).map((x) => x.toFixed(3)), score.toFixed(4)].join(" ");
}

function searchLists(galleries: readonly Template[], probes: readonly Template[]): ListFile[] {
  const rows = (templates: readonly Template[]): string[] =>
    [
      ["TEMPLATE_ID,SUBJECT_ID,FILENAME"],
      ...templates.map(({ id, person, faces }) => faces.map(({ name }) => `${id},${person + 1},${name}`)),
    ].flat();
  const inGallery = (number: number): Template[] => galleries.filter(({ gallery }) => gallery === number);
  return [
    { path: "meta/ijbc_1N_gallery_G1.csv", pieces: textOf(rows(inGallery(1))) },
    { path: "meta/ijbc_1N_gallery_G2.csv", pieces: textOf(rows(inGallery(2))) },
    { path: "meta/ijbc_1N_probe_mixed.csv", pieces: textOf(rows(probes)) },
  ];
}

/**
 * Every probe against its person's gallery template, then impostor pairs without repeats: steps through the grid of
 * galleries and probes by a number that shares no divisor with its size, which meets every cell once.
 */
function* pairLines(
  seed: number,
  galleries: readonly Template[],
  probes: readonly Template[],
  impostors: number,
): Iterable<string> {
  const cells = galleries.length * probes.length;
  yield probes.map(({ id, person }) => `${galleries[person].id} ${id} 1\n`).join("");
  const draw = openStream("pairs", "ijb", seed);
  let step = Math.max(1, Math.floor(cells * draw.between(0.3, 0.7)));
  while (commonDivisor(step, cells) !== 1) step++;
  let lines: string[] = [];
  for (let cell = draw.below(cells), found = 0; found < impostors; cell = (cell + step) % cells) {
    const gallery = galleries[Math.floor(cell / probes.length)];
    const probe = probes[cell % probes.length];
    if (gallery.person === probe.person) continue;
    found++;
    lines.push(`${gallery.id} ${probe.id} 0\n`);
    if (lines.length === 50_000 || found === impostors) {
      yield lines.join("");
      lines = [];
    }
  }
}

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b));
