// Carries a plan out: manifest, pictures, truth, lists.
import { join } from "node:path";
import { WholeFile, writeWhole } from "../host/files.js";
import { shootFiles } from "./camera.js";
import { holdsManifest, manifestName, manifestText } from "./claim.js";
import type { Crew } from "./crew.js";
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
  const text = manifestText(manifest);
  const resumed = holdsManifest(folder, text);
  if (!resumed) writeWhole(join(folder, manifestName), text);
  const shots = plan.shots.map(({ shot, path }) => ({ shot, path: join(folder, path) }));
  await shootFiles(shots, resumed, crew);
  writeList(folder, { path: "truth.csv", pieces: truthRows(plan.shots) });
  for (const list of plan.lists) writeList(folder, list);
  return { folder, counts: plan.counts };
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
