import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readAgeDb } from "../../src/protocol/agedb.js";
import { pairTable } from "./pair-table.js";
import { temporaryFolder } from "./temporary-folder.js";

const fixtures = "fixtures/lists";
const expected = JSON.parse(readFileSync(`${fixtures}/expected.json`, "utf8")) as { agedb: unknown[] };

test.each(["agedb.mat", "agedb-v6.mat"])("%s, written by scipy: every name, label and fold", (file) => {
  const pairs = readAgeDb(join(fixtures, file));
  expect(pairTable(pairs)).toEqual(expected.agedb);
  expect(pairs.subjects![pairs.names.indexOf("3_Ann3_50_f")]).toBe("3");
});

test("files that are none", () => {
  const folder = temporaryFolder({ "text.mat": "no mat file" });
  expect(() => readAgeDb(join(folder, "text.mat"))).toThrow("no Matlab level 5 file");
  const hdf5 = Buffer.from(readFileSync(join(fixtures, "agedb.mat")));
  hdf5.write("MI", 126, "latin1");
  writeFileSync(join(folder, "hdf5.mat"), hdf5);
  expect(() => readAgeDb(join(folder, "hdf5.mat"))).toThrow("expected one saved with -v7");
  const renamed = Buffer.from(readFileSync(join(fixtures, "agedb-v6.mat")));
  renamed.write("splats", renamed.indexOf("splits"), "latin1");
  writeFileSync(join(folder, "renamed.mat"), renamed);
  expect(() => readAgeDb(join(folder, "renamed.mat"))).toThrow('no variable "splits" in it');
});
