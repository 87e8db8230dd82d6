// Clean faces as one block of bytes, for a trainer that degrades them afresh each time it sees them.
import { join } from "node:path";
import { WholeFile, writeWhole } from "../host/files.js";
import { shootPixels } from "./camera.js";
import type { Crew } from "./crew.js";
import type { World } from "./identity.js";
import { everyday, type NuisanceRange } from "./nuisance.js";
import { npyHead } from "./npy-head.js";
import { momentOf, type Shot } from "./picture.js";
import { rendererVersions } from "./render.js";

/** Which faces of which world are drawn. */
export interface RawOptions extends Crew {
  readonly world: World;
  readonly seed: number;
  /** People first .. first + people - 1. */
  readonly first?: number;
  readonly people: number;
  readonly perPerson: number;
  readonly out: string;
  readonly range?: NuisanceRange;
}

const side = 112;

/**
 * Draws people x perPerson aligned 112x112 faces, undegraded, person after person, into a folder:
 * `faces.npy` (uint8, N x 112 x 112 x 3, RGB), `labels.csv` (one row a face: its person and circumstances) and `raw.json`.
 */
export async function dumpRawFaces(options: RawOptions): Promise<{ readonly faces: number }> {
  const { world, seed, first = 0, people, perPerson, out, range = everyday } = options;
  const shots: Shot[] = [];
  for (let i = 0; i < people * perPerson; i++) {
    const person = first + Math.floor(i / perPerson);
    shots.push({ world, seed, person, picture: `raw-${i % perPerson}`, framing: "aligned", size: side, range });
  }
  const file = new WholeFile(join(out, "faces.npy"));
  try {
    file.write(npyHead("|u1", [shots.length, side, side, 3]));
    await shootPixels(shots, options, (bytes) => file.write(bytes));
    file.finish();
  } catch (error) {
    file.abandon();
    throw error;
  }
  writeWhole(join(out, "labels.csv"), labelsOf(shots));
  const about = { world, seed, first, people, perPerson, range, renderer: rendererVersions() };
  writeWhole(join(out, "raw.json"), JSON.stringify(about, null, 2) + "\n");
  return { faces: shots.length };
}

function labelsOf(shots: readonly Shot[]): string {
  const rows = shots.map((shot) => {
    const { yaw, pitch, smile, lightSide, exposure, temperature } = momentOf(shot);
    return [shot.person, ...[yaw, pitch, smile, lightSide, exposure, temperature].map((x) => x.toFixed(4))].join(",");
  });
  return ["person,yaw,pitch,smile,lightSide,exposure,temperature", ...rows, ""].join("\n");
}
