import { join, sep } from "node:path";
import { describe, expect, it } from "vitest";
import { findSuite, listSuites, readSuite } from "../../src/protocol/suite-file.js";
import { temporaryFolder } from "./temporary-folder.js";

const text = `format: 1
dataRoot: data
models: [{ model: models/m.onnx }, { name: f, features: { lfw: f.list } }]
data: { own: { path: own, pairs: p.txt, landmarks: /abs/points.txt } }
defaults: { seed: 3, bootstrap: 7, threads: 2 }
tasks:
  - verification: [lfw, own]
  - erc: { sets: [own], seed: 5, name: again }
`;

describe("a suite file", () => {
  const dir = temporaryFolder({ "s.yaml": text });
  const path = join(dir, "s.yaml");
  const place = { path, from: dir };

  it("has its paths resolved against itself, those of data against dataRoot, those of built-in sets too", async () => {
    const suite = await readSuite(place);
    expect(suite).toMatchObject({ title: "s", out: join(dir, "results"), cache: true });
    expect(suite.models.map(({ name, model }) => [name, model])).toEqual([
      ["m", join(dir, "models/m.onnx")],
      ["f", null],
    ]);
    expect(suite.models[1].features.get("lfw")?.file).toBe(join(dir, "f.list"));
    expect(suite.sets.get("lfw")?.path).toBe(join(dir, "data/lfw"));
    expect(suite.sets.get("own")).toMatchObject({
      path: join(dir, "data/own"),
      pairs: join(dir, "data/p.txt"),
      landmarks: "/abs/points.txt",
    });
  });

  it("gives tasks the defaults, and its places", async () => {
    const { tasks, at } = await readSuite(place);
    expect(tasks.map(({ kind, sets, name, options }) => [kind, sets, name, options])).toEqual([
      ["verification", ["lfw", "own"], null, { seed: 3, bootstrap: 7 }],
      ["erc", ["own"], "again", { seed: 5, bootstrap: 7 }],
    ]);
    expect(at([...tasks[1].setsPlace, 0])).toBe(`${path}:8`);
    expect(at(null)).toBe("--model");
  });

  it("gives way to the command line", async () => {
    const given = { dataRoot: "/root", out: "/out", cache: false, running: { provider: "cpu", threads: undefined } };
    const suite = await readSuite(place, given);
    expect(suite).toMatchObject({ out: "/out", cache: false, running: { provider: "cpu", threads: 2 } });
    expect(suite.sets.get("lfw")?.path).toBe(join("/root", "lfw"));
  });
});

describe("suites that come along", () => {
  it.each(listSuites())("%s is one; its paths are relative to the working folder", async (name) => {
    const suite = await readSuite(findSuite(name, "/work"));
    expect(suite.tasks.length).toBeGreaterThan(0);
    for (const path of [suite.out, ...[...suite.sets.values()].map((set) => set.path)])
      expect(path.startsWith(join("/work", sep))).toBe(true);
  });

  it("the paper's asks its Tables 1 and 2 of the sets they have", async () => {
    const { tasks } = await readSuite(findSuite("paper", "/work"));
    const setsOf = (kind: string) => tasks.find((task) => task.kind === kind)?.sets;
    expect(setsOf("verification")).toEqual(["lfw", "cfp", "agedb", "calfw", "cplfw"]);
    expect(setsOf("templates")).toEqual(["ijbb", "ijbc"]);
  });
});
