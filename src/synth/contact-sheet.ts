// Sheets of small faces side by side, for people to judge by eye what the numbers say.
import { join } from "node:path";
import { writeWhole } from "../host/files.js";
import { degradationKinds } from "./degrade.js";
import { everyday, type NuisanceRange } from "./nuisance.js";
import { takePicture, type Shot } from "./picture.js";
import { blankPixels, paste } from "./pixels.js";
import { encodeSheet } from "./render.js";

const side = 112;

/** Rows of shots of one size as one PNG of few colours. */
export async function drawSheet(rows: readonly (readonly Shot[])[]): Promise<Buffer> {
  const columns = Math.max(...rows.map((row) => row.length));
  const size = rows[0][0].size;
  const sheet = blankPixels(columns * size, rows.length * size);
  for (const [y, row] of rows.entries()) {
    for (const [x, shot] of row.entries()) paste(sheet, await takePicture(shot), x * size, y * size);
  }
  return encodeSheet(sheet, 192);
}

/**
 * Draws the three sheets of the documentation: `faces.png` (a row a person), `nuisances.png` (rows: turn of the head,
 * expression, light, age) and `degradations.png` (a row a kind, grade 0 to 1 from left to right).
 */
export async function drawSheets(folder: string, seed: number): Promise<void> {
  const sheets = { faces: peopleRows(seed), nuisances: nuisanceRows(seed), degradations: gradeRows(seed) };
  for (const [name, rows] of Object.entries(sheets)) writeWhole(join(folder, `${name}.png`), await drawSheet(rows));
}

const count = (length: number): number[] => Array.from({ length }, (_, i) => i);

const shotOf = (seed: number, person: number, picture: string, range: NuisanceRange = everyday): Shot => ({
  world: "eval",
  seed,
  person,
  picture,
  framing: "aligned",
  size: side,
  range,
});

const peopleRows = (seed: number): Shot[][] =>
  count(6).map((person) => count(8).map((i) => shotOf(seed, person, `sheet-${i}`)));

/** One cause at a time: what the others do stays out of the row. */
function nuisanceRows(seed: number): Shot[][] {
  const still: NuisanceRange = {
    yaw: { least: 0, most: 0 },
    expression: 0,
    light: 0,
    framing: 0,
    years: { least: 0, most: 0 },
  };
  const ranges: ((i: number) => NuisanceRange)[] = [
    (i) => ({ ...still, yaw: { least: i * 6, most: i * 6 } }),
    () => ({ ...still, expression: 1 }),
    () => ({ ...still, light: 1 }),
    (i) => ({ ...still, years: { least: -15 + i * 8, most: -15 + i * 8 } }),
  ];
  return ranges.map((range, row) => count(8).map((i) => shotOf(seed, 20 + row, `sheet-${i}`, range(i))));
}

const gradeRows = (seed: number): Shot[][] =>
  degradationKinds.map((kind, row) =>
    count(8).map((i) => ({ ...shotOf(seed, 30 + row, "sheet"), degradation: { kind, grade: i / 7 } })),
  );
