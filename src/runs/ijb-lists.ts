// The meta files of a prepared IJB set, but for its pairs.
import { stringify } from "csv-stringify/sync";
import type { TemplateSet } from "../protocol/template-folder.js";
import type { Faces, TemplateRoll } from "../protocol/template-roll.js";

const cropName = (crop: number): string => `${crop}.jpg`;

/**
 * File name -> content.
 *
 * Crops are numbered by first appearance, and one that occurs again keeps its name: it is cut out and embedded once. In
 * the field's release every line has a file of its own; if it was made from the same rows (see nist-files.ts), its `n.jpg`
 * is line n of face_tid_mid here.
 *
 * `img.list` has a line for each line of face_tid_mid, as the field's scripts pair them by position, so a crop that is in
 * several templates is in it several times. `crops.csv` and the boxes have each crop once: they say what to cut out.
 *
 * @param searchNames names of the files that the first listings are written to
 */
export function ijbLists(set: TemplateSet, roll: TemplateRoll, searchNames: readonly string[]): Map<string, string> {
  const { template, crop, medium } = roll.faces;
  const crops = roll.crops.map(({ picture, box }, at) => ({ name: cropName(at + 1), picture, box }));
  return new Map([
    [`${set}_face_tid_mid.txt`, lines(crop.map((n, row) => `${cropName(n)} ${template[row]} ${medium[row]}`))],
    ["img.list", lines(crop.map(cropName))],
    ...searchNames.map((name, at): [string, string] => [name, searchRows(roll, roll.listings[at])]),
    [
      `${set}_boxes.csv`,
      csv(
        ["name", "x", "y", "width", "height"],
        crops.map(({ name, box }) => [name, ...box]),
      ),
    ],
    [
      "crops.csv",
      csv(
        ["name", "filename", "x", "y", "width", "height"],
        crops.map(({ name, picture, box }) => [name, picture, ...box]),
      ),
    ],
  ]);
}

const searchRows = ({ crops, subjects }: TemplateRoll, { template, crop }: Faces): string =>
  csv(
    ["TEMPLATE_ID", "SUBJECT_ID", "FILENAME"],
    template.map((id, row) => [id, subjects.get(id)!, crops[crop[row] - 1].picture]),
  );

const lines = (rows: readonly string[]): string => rows.map((row) => `${row}\n`).join("");

const csv = (head: readonly string[], rows: readonly (string | number)[][]): string =>
  stringify([head, ...rows] as (string | number)[][], { record_delimiter: "\n" });
