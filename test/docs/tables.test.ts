// Tables that protocols and presets already hold are in the documentation as docs/make/tables.js makes them today.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

interface Tables {
  readonly files: readonly string[];
  withTables(text: string): Promise<string>;
}
const { files, withTables } = (await import(new URL("../../docs/make/tables.js", import.meta.url).href)) as Tables;

it.each(files)("tables of %s are up to date (npm run docs:tables)", async (file) => {
  const text = readFileSync(file, "utf8");
  expect(text).toBe(await withTables(text));
});

it("a table differs where its protocol does, and a name that is none is told", async () => {
  const marked = (name: string, text: string) => `a\n<!-- table ${name} -->\n${text}<!-- end table -->\nz`;
  const fresh = await withTables(marked("counts", "stale text\n"));
  expect(fresh).not.toContain("stale text");
  const { expected } = JSON.parse(readFileSync("protocols/cfp.json", "utf8")) as { expected: { pairs: number } };
  expect(expected.pairs).toBe(7000);
  expect(fresh).toContain("| `cfp` | CFP-FP | 10 folds | - | 7,000 | 3,500 | 3,500 |");
  expect(await withTables(fresh)).toBe(fresh);
  await expect(withTables(marked("count", ""))).rejects.toThrow('no table "count"');
});

it("each table is in use somewhere", async () => {
  const all = files.map((file) => readFileSync(file, "utf8")).join("\n");
  for (const name of ["presets", "counts", "asked", "published", "forms"])
    expect(all).toContain(`<!-- table ${name} -->`);
});
