// `check`: results against a baseline.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readNpy } from "../../src/store/npy.js";
import { figuresOf, folderOf, pairScores, resultJson, usual } from "./check-inputs.js";
import { addFiles, filesBelow, run, workFolder, type Files } from "./command.js";
import { records } from "./quality-inputs.js";

const check = (cwd: string, words: string | string[], env?: Record<string, string>) =>
  run(["check", ...(typeof words === "string" ? words.split(" ") : words)], {
    cwd,
    env: { MAGFACE_EVAL_BOOTSTRAP: "200", GITHUB_ACTIONS: "", ...env },
  });
const baseline = "--baseline b/baseline.json";

/** A folder with `old/` and its baseline, and what is compared with it. */
async function withBaseline(old: Files, files: Files = {}, ...words: string[]): Promise<string> {
  const cwd = workFolder({ ...old, ...files });
  const { code, err } = await check(cwd, ["old", ...baseline.split(" "), "--update-baseline", ...words]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return cwd;
}

type Verdicts = Readonly<Record<string, string>>;
/** Verdicts by `result: name/convention`. */
async function verdicts(cwd: string, words: string): Promise<{ code: number | null; verdict: string; of: Verdicts }> {
  const { code, out } = await check(cwd, `${words} ${baseline} --format json`);
  const { verdict, results } = JSON.parse(out);
  const rows = results.flatMap(
    (result: { label: string; figures: { name: string; convention: string; outcome: string }[] }) =>
      result.figures.map(({ name, convention, outcome }) => [`${result.label}: ${name}/${convention}`, outcome]),
  );
  return { code, verdict, of: Object.fromEntries(rows) };
}

const scores = pairScores(0.35);
const old = folderOf("old/lfw/m", usual, scores);

describe("the baseline", () => {
  it("holds figures, digests and rules; scores of pairs lie beside it", async () => {
    const cwd = await withBaseline(old, {}, "--rule", "accuracy >= 0.85\neer < 0.2");
    const content = JSON.parse(readFileSync(join(cwd, "b/baseline.json"), "utf8"));
    expect(content.rules).toEqual(["accuracy >= 0.85", "eer < 0.2"]);
    expect(content.tolerances.at(-1)).toEqual({ figure: "*", absolute: 0.01 });
    const [result] = content.results;
    expect(result).toMatchObject({ task: "verification", protocol: { name: "lfw" }, data: `sha256:${"b".repeat(64)}` });
    expect(result.provenance).toMatchObject({ model: `sha256:${"c".repeat(64)}`, preset: "magface" });
    expect(result.figures[0]).toMatchObject({ name: "accuracy", value: 0.9, interval: [0.87, 0.93] });
    expect(result.figures[3].value).toBeNull();
    expect([...readNpy(join(cwd, "b/baseline.scores.npy")).values]).toEqual(scores);
  });

  it("is the same bytes the next time, and keeps what was edited", async () => {
    const cwd = await withBaseline(old, {}, "--rule", "accuracy >= 0.85");
    const before = filesBelow(join(cwd, "b"));
    await check(cwd, `old ${baseline} --update-baseline`);
    expect(filesBelow(join(cwd, "b"))).toEqual(before);
    const path = join(cwd, "b/baseline.json");
    const tolerance = { figure: "eer", absolute: 0.5 };
    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, "utf8")), tolerances: [tolerance] }));
    addFiles(cwd, folderOf("new/cfp", figuresOf({ accuracy: 0.8 }), undefined, { protocol: "cfp" }));
    const { err } = await check(cwd, [...`new ${baseline} --update-baseline --rule`.split(" "), "accuracy >= 0.7"]);
    expect(err).toContain("no longer holds lfw verification");
    const content = JSON.parse(readFileSync(path, "utf8"));
    expect(content).toMatchObject({ tolerances: [tolerance], rules: ["accuracy >= 0.85", "accuracy >= 0.7"] });
    expect(content.results).toHaveLength(1);
  });

  it("is not written where a rule names nothing or a result is broken", async () => {
    const cwd = workFolder({ ...old, "bad/result.json": "{}" });
    const wrong = await check(cwd, [..."old --update-baseline --rule".split(" "), "acc > 1", ...baseline.split(" ")]);
    expect(wrong).toMatchObject({ code: 2, out: "" });
    expect(await check(cwd, `old bad ${baseline} --update-baseline`)).toMatchObject({ code: 2, out: "" });
    expect(existsSync(join(cwd, "b"))).toBe(false);
  });
});

describe("the verdict", () => {
  it("of the same run again is passed", async () => {
    const cwd = await withBaseline(old);
    const { code, out, err } = await check(cwd, `old ${baseline}`);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out.trimEnd().split("\n").at(-1)).toBe("passed: 0 of 2 figures failed");
  });

  it("of noise in the last digits is passed too", async () => {
    const noisy = scores.map((score, i) => score + (i % 3) * 1e-9);
    const cwd = await withBaseline(old, folderOf("new", usual, noisy, { model: "d" }));
    expect((await verdicts(cwd, "new")).code).toBe(0);
  });

  it("of a model that lost is regression, by the pairs, though its figures lie within the baseline's intervals", async () => {
    const figures = figuresOf({
      accuracy: 0.88,
      "accuracy/magface": 0.91,
      eer: 0.11,
      "threshold@far=1e-1": 0.9,
      "tar@far=1e-4": 0.5,
    });
    const cwd = await withBaseline(old, folderOf("new", figures, pairScores(0.2), { model: "d" }));
    const { code, out } = await check(cwd, `new ${baseline}`);
    expect(code).toBe(1);
    expect(out).toMatch(/accuracy +exact +90\.00 % +88\.00 % +-2\.00 +-\S+ to -\S+ +WORSE \[1\]/);
    expect(out).toContain("[1] paired bootstrap over subjects");
    expect(out).toContain("model sha256:cccccccccccc.. -> sha256:dddddddddddd..");
    expect(out).toContain("regression: 2 of 2 figures failed (lfw verification: accuracy, exact worse;");
  });

  it("of a better one is passed, flagged, with a hint", async () => {
    const cwd = await withBaseline(old, folderOf("new", usual, pairScores(0.6)));
    const { code, out } = await check(cwd, `new ${baseline}`);
    expect(code).toBe(0);
    expect(out).toMatch(/passed: .* 2 better than the baseline \(--update-baseline keeps it\)/);
  });

  it("goes by the baseline's intervals where scores are lost, and says so", async () => {
    const cwd = await withBaseline(old, folderOf("new", usual, pairScores(0.2)));
    const path = join(cwd, "b/baseline.scores.npy");
    writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.from("x")]));
    expect(await check(cwd, `new ${baseline}`)).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringContaining("not the scores that baseline.json was written with"),
    });
    const moved = join(cwd, "c/baseline.json");
    addFiles(cwd, { "c/baseline.json": readFileSync(join(cwd, "b/baseline.json")) });
    const { code, out, err } = await check(cwd, ["new", "--baseline", moved]);
    expect({ code, err }).toMatchObject({
      code: 0,
      err: expect.stringContaining("judged by the baseline's intervals"),
    });
    expect(out).toContain("interval of the baseline");
    expect((await check(cwd, ["new", "--baseline", moved, "--bootstrap", "0"])).err).toBe("");
  });

  it("fails figures that are lacking or undefined, not those that are new", async () => {
    const figures = figuresOf({
      accuracy: 0.9,
      eer: { value: null, reason: "no impostor pairs" },
      auc: 0.9,
      "threshold@far=1e-1": 0.3,
      "tar@far=1e-4": 0.1,
    });
    const cwd = await withBaseline(old, folderOf("new", figures));
    const { code, of } = await verdicts(cwd, "new");
    expect(code).toBe(1);
    expect(of).toEqual({
      "lfw verification: accuracy/exact": "same",
      "lfw verification: accuracy/magface": "missing",
      "lfw verification: eer/exact": "undefined",
      "lfw verification: tar@far=1e-4/exact": "not judged",
      "lfw verification: threshold@far=1e-1/exact": "not judged",
      "lfw verification: auc/exact": "new",
    });
  });

  it("fails a result that is lacking, and only tells one that is new", async () => {
    const cfp = folderOf("old/cfp", usual, undefined, { protocol: "cfp" });
    const cwd = await withBaseline({ ...old, ...cfp }, folderOf("more", usual, undefined, { protocol: "agedb" }));
    expect((await verdicts(cwd, "old/lfw")).code).toBe(1);
    expect(await verdicts(cwd, "old more")).toMatchObject({ code: 0, verdict: "passed" });
  });

  it("could not judge is said of other data and another protocol; the others are judged all the same", async () => {
    const cfp = (data: string, protocolDigest = "a") =>
      folderOf(`new/cfp${data}${protocolDigest}`, usual, undefined, { protocol: "cfp", data, protocolDigest });
    const lfw = folderOf("new/lfw", figuresOf({ accuracy: 0.5 }), undefined);
    const cwd = await withBaseline(
      { ...old, ...folderOf("old/cfp", usual, undefined, { protocol: "cfp" }) },
      { ...cfp("x"), ...cfp("b", "y"), ...lfw },
    );
    const { code, out } = await check(cwd, `old/lfw new/cfpxa ${baseline}`);
    expect(code).toBe(2);
    expect(out).toContain(
      "could not judge: 0 of 2 figures failed, cfp verification not judged: other data than the baseline's (sha256:xxxxxxxxxxxx.., expected sha256:bbbbbbbbbbbb..)",
    );
    expect((await check(cwd, `old/lfw new/cfpby ${baseline}`)).out).toContain("another protocol than the baseline's");
    expect(await verdicts(cwd, "new/lfw new/cfpxa")).toMatchObject({ code: 1, verdict: "regression" });
    const anyway = await check(cwd, `old/lfw new/cfpxa ${baseline} --anyway`);
    expect(anyway).toMatchObject({ code: 0, out: expect.stringContaining("judged all the same: other data") });
    const ruled = await check(cwd, [
      ..."old/lfw new/cfpxa --rule".split(" "),
      "cfp: accuracy > 0.99",
      ...baseline.split(" "),
    ]);
    expect(ruled).toMatchObject({ code: 2, out: expect.stringContaining("1 rule not judged") });
  });

  it("a result that can't be read hides no other", async () => {
    const cfp = folderOf("old/cfp", usual, undefined, { protocol: "cfp" });
    const broken = { "new/cfp/result.json": resultJson(usual).replace('"name": "accuracy", ', "") };
    const cwd = await withBaseline(
      { ...old, ...cfp },
      { ...broken, ...folderOf("new/lfw", figuresOf({ accuracy: 0.5 })) },
    );
    const { code, out } = await check(cwd, `new ${baseline}`);
    expect(code).toBe(1);
    expect(out).toContain('result.json:6: "figures[0]" has no "name"');
    expect((await check(cwd, `old/lfw new/cfp ${baseline}`)).code).toBe(2);
  });

  it("of features goes by the pairs: another file of features is another model", async () => {
    const of = (path: string, features: string, data: string, values: readonly number[]) =>
      folderOf(path, usual, values, { data, provenance: { features: `sha256:${features}`, model: undefined } });
    const cwd = await withBaseline(of("old", "1", "1", scores), {
      ...of("new", "2", "2", scores),
      ...of("fewer", "2", "2", scores.slice(2)),
    });
    expect((await check(cwd, `new ${baseline}`)).code).toBe(0);
    expect((await check(cwd, `fewer ${baseline}`)).code).toBe(2);
  });
});

describe("rules", () => {
  it("of the baseline and the command line decide with the figures", async () => {
    const cwd = await withBaseline(old, {}, "--rule", "accuracy >= 0.85");
    const broken = await check(cwd, [...`old ${baseline} --rule`.split(" "), "lfw/magface: accuracy > baseline"]);
    expect(broken.code).toBe(1);
    expect(broken.out).toContain("regression: 0 of 2 figures failed, 1 of 2 rules broken");
    expect(broken.out).toMatch(/lfw\/magface: accuracy > baseline +0\.91 \(0\.91\) +BROKEN \[1\]/);
    const undefinedOne = await check(cwd, [...`old ${baseline} --rule`.split(" "), "tar@far=1e-4 < 1"]);
    expect(undefinedOne.out).toContain("is undefined: needs 10,000 impostors, has 200");
  });
});

describe("outputs", async () => {
  const figures = figuresOf({
    accuracy: 0.5,
    "accuracy/magface": 0.91,
    eer: 0.1,
    "threshold@far=1e-1": 0.3,
    "tar@far=1e-4": 0.5,
  });
  const cwd = await withBaseline(old, folderOf("new", figures), "--rule", "eer < 0.05");

  it("csv has a row a figure and a rule", async () => {
    const rows = records((await check(cwd, `new ${baseline} --format csv`)).out);
    expect(rows.map(({ name, verdict }) => [name, verdict])).toEqual([
      ["accuracy", "worse"],
      ["accuracy", "not judged"],
      ["eer", "same"],
      ["tar@far=1e-4", "not judged"],
      ["threshold@far=1e-1", "not judged"],
      ["eer < 0.05", "failed"],
    ]);
    expect(rows[0]).toMatchObject({ baseline: "0.9", now: "0.5", difference: "-0.4", how: "interval of the baseline" });
  });

  it("of a folder are those of stdout, the same bytes each time", async () => {
    await check(cwd, `new ${baseline} --out out --junit x/j.xml --markdown m.md`);
    for (const format of ["json", "csv", "md"])
      expect(readFileSync(join(cwd, `out/check.${format}`), "utf8")).toBe(
        (await check(cwd, `new ${baseline} --format ${format}`)).out,
      );
    expect(readFileSync(join(cwd, "m.md"), "utf8")).toBe(readFileSync(join(cwd, "out/check.md"), "utf8"));
    expect(readFileSync(join(cwd, "x/j.xml"), "utf8")).toBe(readFileSync(join(cwd, "out/check.xml"), "utf8"));
    const before = filesBelow(join(cwd, "out"));
    await check(cwd, `new ${baseline} --out out`);
    expect(filesBelow(join(cwd, "out"))).toEqual(before);
    expect([...before.values()].join("")).not.toContain(cwd);
  });

  it("Markdown is added to GitHub's summary, and replaces any other file", async () => {
    addFiles(cwd, { "summary.md": "earlier\n", "other.md": "earlier\n" });
    const env = { GITHUB_STEP_SUMMARY: join(cwd, "summary.md") };
    await check(cwd, `new ${baseline} --markdown summary.md`, env);
    expect(readFileSync(join(cwd, "summary.md"), "utf8")).toMatch(/^earlier\n\n### magface-eval check: regression: /);
    await check(cwd, `new ${baseline} --markdown other.md`, env);
    expect(readFileSync(join(cwd, "other.md"), "utf8")).toMatch(/^### magface-eval check/);
  });

  // Two looks at 95 %: 0.03 x 1.414214 x 2.241403 / 1.959964.
  it("annotations go to stderr, escaped, where GitHub runs it or they are asked for", async () => {
    const lines = (err: string) => err.trimEnd().split("\n");
    const { err } = await check(cwd, `new ${baseline}`, { GITHUB_ACTIONS: "true" });
    expect(lines(err)).toEqual([
      "::error title=lfw verification%3A accuracy worse::accuracy, exact: 0.9 -> 0.5 (-0.4; -0.0485186 to 0.0485186 by interval of the baseline)",
      "::error title=rule failed%3A eer < 0.05::does not hold",
    ]);
    expect((await check(cwd, `new ${baseline}`)).err).toBe("");
    expect((await check(cwd, `new ${baseline} --annotations`)).err).toBe(err);
  });
});
