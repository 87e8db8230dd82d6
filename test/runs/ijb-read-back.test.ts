import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { addFiles, temporaryFolder } from "../protocol/temporary-folder.js";
import { firstRelease, heads, prepare } from "./nist-release.js";

const folder = temporaryFolder();

/** Lines of a text file as fields, as a script would split them. */
const table = (path: string, mark: string): string[][] =>
  readFileSync(path, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => line.split(mark));

/** What rows of (template, image, medium) say, whatever the media are called. */
function grouping(rows: readonly (readonly [template: string, image: string, medium: string])[]): string[] {
  const groups = new Map<string, string[]>();
  for (const [template, image, medium] of rows) {
    const key = `${template} ${medium}`;
    groups.set(key, [...(groups.get(key) ?? []), image]);
  }
  return [...groups].map(([key, images]) => `${key.split(" ")[0]}: ${images.sort().join(" ")}`).sort();
}

interface Template {
  readonly subject: number;
  readonly images: readonly (readonly [still: boolean, name: number, frame: number, x: number])[];
}

/** Rows of one list; ids go on from `last` in steps of `step`. */
const rowsOf = (templates: readonly Template[], last: number, step: number) =>
  templates.flatMap(({ subject, images }, at) =>
    images.map(([still, name, frame, x]) => {
      const picture = still ? `img/${name}${frame}.jpg` : `frames/${name}_0${frame}.png`;
      return { id: String(last + (at + 1) * step), subject, picture, x, medium: still ? picture : `video-${name}` };
    }),
  );

const image = fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 2 }), fc.nat(1));
const template = fc.record({
  subject: fc.integer({ min: 1, max: 4 }),
  images: fc.uniqueArray(image, { minLength: 1, maxLength: 6, selector: String }),
});
const some = fc.array(template, { minLength: 1, maxLength: 4 });
const anyStep = fc.integer({ min: 1, max: 1e6 });

test("read back, the files tell the templates, images, media and labels of the CSV files", async () => {
  const property = fc.asyncProperty(some, some, some, anyStep, async (first, second, probes, step) => {
    const firstOf = [0, first.length, first.length + second.length].map((templates) => templates * step);
    const lists = [first, second, probes].map((templates, at) => rowsOf(templates, firstOf[at], step));
    const rows = lists.flat();
    const subjectOf = new Map(rows.map((row) => [row.id, row.subject]));
    const pairs = [...subjectOf.keys()].flatMap((a) => [...subjectOf.keys()].map((b) => [a, b]));
    const fields = lists.map((list) => list.map((r) => [r.id, r.subject, r.picture, 1, r.x, 0, 9, 9]));
    const texts = [...fields.map((list) => heads + stringify(list)), stringify(pairs)];
    addFiles(folder, Object.fromEntries(Object.keys(firstRelease).map((name, at) => [name, texts[at]])));
    await prepare(folder);

    const read = (name: string, mark: string) => table(join(folder, "out/meta", name), mark);
    const pictureOf = new Map(read("crops.csv", ",").map(([name, picture, x]) => [name, `${picture}@${x}`]));
    expect(new Set(pictureOf.values()).size).toBe(pictureOf.size);
    const faces = read("ijbc_face_tid_mid.txt", " ");
    expect(grouping(faces.map(([name, tid, mid]) => [tid, pictureOf.get(name)!, mid]))).toEqual(
      grouping(rows.map((row) => [row.id, `${row.picture}@${row.x}`, row.medium])),
    );
    const labels = pairs.map(([a, b]) => [a, b, subjectOf.get(a) === subjectOf.get(b) ? "1" : "0"]);
    expect(read("ijbc_template_pair_label.txt", " ")).toEqual(labels);
  });
  await fc.assert(property, { numRuns: 40 });
});
