// Carries a plan out: manifest, pictures, truth, lists.
import { join } from "node:path";
import { UserError } from "../errors.js";
import { isFile, isFolder, listFolder, readText, WholeFile, writeWhole } from "../host/files.js";
import { shootFiles, type Crew } from "./camera.js";
import { landmarksOfShot, momentOf } from "./picture.js";
import type { ListFile, Plan } from "./plan.js";
import { rendererVersions } from "./render.js";
import type { FileShot } from "./camera.js";

/** What a drawn folder holds. */
export interface Drawn {
  readonly folder: string;
  readonly counts: Readonly<Record<string, number>>;
}

/**
 * Draws a plan into a folder. `manifest.json` (settings, counts, versions) comes first, the data set's own lists last, so
 * that a folder without its lists is unfinished. The same call again goes on where a stopped one left off: pictures that
 * are there are whole and stay.
 *
 * @param settings what the plan was made from; a folder made from others is left alone
 * @throws UserError when the folder holds anything else
 */
export async function writePlan(plan: Plan, settings: object, folder: string, crew: Crew): Promise<Drawn> {
  const manifest = { format: 1, ...settings, counts: plan.counts, renderer: rendererVersions(), truth: "truth.csv" };
  const resumed = claim(folder, JSON.stringify(manifest, null, 2) + "\n");
  const shots = plan.shots.map(({ shot, path }) => ({ shot, path: join(folder, path) }));
  await shootFiles(shots, resumed, crew);
  writeList(folder, { path: "truth.csv", pieces: truthRows(plan.shots) });
  for (const list of plan.lists) writeList(folder, list);
  return { folder, counts: plan.counts };
}

/** Puts the manifest into an empty folder, or finds that very one there. @returns whether the folder was begun before */
function claim(folder: string, manifest: string): boolean {
  const path = join(folder, "manifest.json");
  if (isFile(path)) {
    if (readText(path) === manifest) return true;
    throw new UserError(`${path}: made with other settings or versions, expected these or an empty folder`);
  }
  if (isFolder(folder) && listFolder(folder).length > 0) {
    throw new UserError(`${folder}: holds other files, expected an empty folder or one of this data set`);
  }
  writeWhole(path, manifest);
  return false;
}

function writeList(folder: string, { path, pieces }: ListFile): void {
  const file = new WholeFile(join(folder, path));
  try {
    for (const piece of pieces) file.write(piece);
    file.finish();
  } catch (error) {
    file.abandon();
    throw error;
  }
}

const head =
  "file,person,degradation,grade,yaw,pitch,years,smile,lightSide,exposure,glassesOff,frame," +
  "x1,y1,x2,y2,x3,y3,x4,y4,x5,y5\n";

/** Ground truth, one row a picture: who, how bad, under which circumstances, and where the five landmarks are. */
function* truthRows(shots: readonly FileShot[]): Iterable<string> {
  yield head;
  for (const { shot, path } of shots) {
    const { yaw, pitch, years, smile, lightSide, exposure, glassesOff } = momentOf(shot);
    const { kind, grade } = shot.degradation ?? { kind: "mix", grade: 0 };
    const row = [
      path,
      shot.person,
      grade === 0 ? "none" : kind,
      grade,
      ...[yaw, pitch, years, smile, lightSide, exposure].map((x) => x.toFixed(3)),
      glassesOff ? 1 : 0,
      shot.frame ?? 0,
      ...landmarksOfShot(shot).map((x) => x.toFixed(3)),
    ];
    yield row.join(",") + "\n";
  }
}
