// Options from the environment and the config file.
import { describe, expect, it } from "vitest";
import { filesBelow, run, workFolder, type Files } from "./command.js";
import { soundFeatures, soundPictures } from "./user-files.js";

const config = (content: object): Files => ({ "magface-eval.config.json": JSON.stringify(content) });
const line = "verify pairs.txt --format json";

interface Content {
  readonly figures: readonly { readonly name: string; readonly convention: string }[];
  readonly provenance: { readonly modelName: string; readonly seed: number };
}

async function result(words: string, files: Files, env: Readonly<Record<string, string>> = {}) {
  const cwd = workFolder(files);
  const { code, out, err } = await run(words, { cwd, env });
  expect({ code, err: err.replace(/^(results|card|preset).*\n/gm, "") }).toEqual({ code: 0, err: "" });
  return { ...(JSON.parse(out) as Content), cwd };
}

describe("defaults", () => {
  it("of any option of a verb come from the config file", async () => {
    const settings = { features: "feat.list", name: "mine", far: [0.1, 0.2], convention: "exact", out: "elsewhere" };
    const { figures, provenance, cwd } = await result(line, { ...soundFeatures, ...config({ ...settings, seed: 7 }) });
    expect(provenance).toMatchObject({ modelName: "mine", seed: 7 });
    expect(figures.filter(({ name }) => name.startsWith("tar@")).map(({ name }) => name)).toEqual([
      "tar@far=1e-1",
      "tar@far=2e-1",
    ]);
    expect(new Set(figures.map(({ convention }) => convention))).toEqual(new Set(["exact"]));
    expect([...filesBelow(cwd).keys()]).toContain("elsewhere/pairs/mine/result.json");
  });

  it("from the environment are stronger, the command line is stronger still", async () => {
    const files = { ...soundFeatures, ...config({ features: "none.list", name: "config", seed: 1 }) };
    const env = { MAGFACE_EVAL_FEATURES: "feat.list", MAGFACE_EVAL_NAME: "env", MAGFACE_EVAL_SEED: "2" };
    const { provenance } = await result(`${line} --seed 3`, files, env);
    expect(provenance).toMatchObject({ modelName: "env", seed: 3 });
  });

  it("that conflict with what was said are left out", async () => {
    const files = { ...soundFeatures, ...config({ model: "m.onnx", card: "small.json" }) };
    await result(`${line} --features feat.list`, files);
    await result(line, files, { MAGFACE_EVAL_FEATURES: "feat.list" });
  });

  it("switch things on and off", async () => {
    const words = "verify pairs.csv --images faces --model m.onnx --card small.json --format json --quiet";
    const kept = async (files: Files, env = {}) => {
      const { cwd } = await result(words, { ...soundPictures, ...files }, { MAGFACE_EVAL_CACHE: "cache", ...env });
      return [...filesBelow(cwd).keys()].includes("cache/data.mdb");
    };
    expect(await kept({})).toBe(true);
    expect(await kept({}, { MAGFACE_EVAL_NO_CACHE: "1", MAGFACE_EVAL_CACHE: "" })).toBe(false);
    expect(await kept({}, { MAGFACE_EVAL_STRICT: "0" })).toBe(true);
    expect(await kept(config({ cache: false }), { MAGFACE_EVAL_CACHE: "" })).toBe(false);
    expect(await kept(config({ "no-cache": true }), { MAGFACE_EVAL_CACHE: "" })).toBe(false);
    expect(await kept(config({ cache: "cache" }), { MAGFACE_EVAL_CACHE: "" })).toBe(true);
  });

  it("of other verbs, and choices that only other verbs take, are left alone", async () => {
    const cwd = workFolder({
      "a.txt": "x y 1\nx z 0\n",
      ...config({ format: "md", people: 4, "older-than": 9, far: 0.1 }),
    });
    const { code, out } = await run("inspect a.txt", {
      cwd,
      env: { MAGFACE_EVAL_FORMAT: "csv", MAGFACE_EVAL_DATA: "lfw" },
    });
    expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/^a\.txt: pair list/) });
  });
});
