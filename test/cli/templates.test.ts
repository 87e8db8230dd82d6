// Whole runs of `ijbb` and `ijbc` as a user makes them: again, with other threads, from other forms of the same data,
// stopped, on a full disk, and from NIST's own files.
import { Ajv } from "ajv";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { readNpy } from "../../src/store/npy.js";
import { makeIjbEmbeddings } from "../../src/synth/ijb-embeddings.js";
import { naiveTemplate } from "../oracle/templates.js";
import { firstRelease } from "../runs/nist-release.js";
import { addFiles, filesBelow, run, start, workFolder } from "./command.js";
import {
  beside,
  bytesOf,
  dim,
  featureLines,
  flipped,
  images,
  linesOf,
  lists,
  npyOf,
  npyWith,
  soundSet,
  textOf,
  values,
} from "./template-files.js";

interface Figure {
  readonly name: string;
  readonly convention: string;
  readonly value: number | null;
  readonly [field: string]: unknown;
}

const data = "ijbc --data set --bootstrap 200";
const line = `${data} --features set/feats.npy`;

async function sound(words: string, cwd: string): Promise<string> {
  const { code, out, err } = await run(words, { cwd });
  expect({ code, err: code === 0 ? "" : err }).toEqual({ code: 0, err: "" });
  return out;
}

const resultsOf = (folder: string): Map<string, string> =>
  new Map([...filesBelow(folder)].map(([path, bytes]) => [path, bytes.toString("latin1")]));

const figuresOf = (folder: string): Figure[] =>
  (JSON.parse(readFileSync(join(folder, "result.json"), "utf8")) as { figures: Figure[] }).figures;

describe("a run on template data", () => {
  const everything =
    `${line} --features-flip set/feats_flip.npy --identification --detector-score --scores ` +
    "--pooling magface,magface-plus,insightface --norm kept,removed --scoring cosine,qmagface";
  let cwd = "";
  let once = new Map<string, string>();

  beforeAll(async () => {
    cwd = workFolder(soundSet);
    await sound(`${everything} --threads 2 --out once`, cwd);
    once = resultsOf(join(cwd, "once"));
  });

  it("leaves all files that the README names, and scores of every way", () => {
    const names = [...once.keys()].map((path) => path.replace(/^ijbc\/feats\//, ""));
    const plots = ["cmc", "det", "open-set", "roc", "scores"].flatMap((name) => [`${name}.png`, `${name}.svg`]);
    const texts = ["genuine.npy", "plots.json", "result.json", "summary.csv", "table.md", "table.tex"];
    const scores = ["magface", "magface-plus", "insightface"].flatMap((pooling) =>
      ["kept", "removed"].flatMap((norm) =>
        ["cosine", "qmagface"].map((scoring) => `scores-${pooling}-norm-${norm}-${scoring}.npy`),
      ),
    );
    expect(names.sort()).toEqual([...plots, ...texts, ...scores].sort());
  });

  it.each([1, 2, 3])("gives the same bytes again, with %i threads", async (threads) => {
    await sound(`${everything} --threads ${threads} --out again-${threads}`, cwd);
    expect(resultsOf(join(cwd, `again-${threads}`))).toEqual(once);
  });

  it("has every figure once: by name, convention and options", () => {
    const figures = figuresOf(join(cwd, "once/ijbc/feats"));
    const isOption = ([field, value]: [string, unknown]) =>
      (typeof value === "string" || typeof value === "boolean") && !["reason", "intervalMethod"].includes(field);
    const keys = figures.map((figure) => JSON.stringify(Object.entries(figure).filter(isOption).sort()));
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(figures.map(({ pooling, norm, scoring }) => `${pooling} ${norm} ${scoring}`)).size).toBe(12);
    for (const { value, reason } of figures) expect(value === null).toBe(reason !== undefined);
  });

  it.each([
    ["magface", "kept", false],
    ["magface-plus", "removed", false],
    ["insightface", "kept", true],
  ])("scores pairs by %s with norm %s as the definition has them, in list order", async (pooling, norm, plain) => {
    // The plain run has one view and no detector score; the other one sums views and weighs.
    const out = plain ? "plain" : "once";
    if (plain) await sound(`${line} --scores --pooling ${pooling} --norm ${norm} --out plain`, cwd);
    const file = plain ? "scores.npy" : `scores-${pooling}-norm-${norm}-cosine.npy`;
    const { shape, values: scores } = readNpy(join(cwd, out, "ijbc/feats", file));
    expect(shape).toEqual([linesOf("pairs").length]);
    const weights = linesOf("points").map((text) => (plain ? 1 : Math.fround(Number(text.split(" ").at(-1)))));
    const templateOf = naiveTemplates(pooling, norm === "kept", weights, plain ? null : flipped);
    linesOf("pairs").forEach((pair, at) => {
      const [left, right] = pair.split(" ").map((number) => templateOf.get(number)!);
      expect(Math.abs(scores[at] - cosine(left, right))).toBeLessThan(1e-12);
    });
  });
});

/** Templates by number, from the lists' text. */
function naiveTemplates(pooling: string, keepNorm: boolean, weights: readonly number[], flip: Float32Array | null) {
  const members = new Map<string, { vector: number[]; medium: number; weight: number }[]>();
  linesOf("images").forEach((text, image) => {
    const [, template, medium] = text.split(" ");
    const at = (floats: Float32Array) => [...floats.subarray(image * dim, (image + 1) * dim)];
    const vector = flip === null ? at(values) : at(values).map((value, i) => value + at(flip)[i]);
    members.set(template, [
      ...(members.get(template) ?? []),
      { vector, medium: Number(medium), weight: weights[image] },
    ]);
  });
  return new Map([...members].map(([template, all]) => [template, naiveTemplate(all, pooling, keepNorm)]));
}

function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = (u: readonly number[], v: readonly number[]) => u.reduce((sum, value, i) => sum + value * v[i], 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

describe("the same data in another form give the same figures", () => {
  let cwd = "";
  const summary = (out: string) => readFileSync(join(cwd, out, "ijbc/feats/summary.csv"), "utf8");
  const search = `${data} --identification --name feats`;

  beforeAll(async () => {
    const rows = featureLines();
    cwd = workFolder(
      beside({
        "x.npy": npyOf(values),
        "x.list": rows.join(""),
        "paths.list": rows
          .map((row) => `crops/ijbc/${row}`)
          .join("")
          .replaceAll("\n", "\r\n"),
        "x.bin": bytesOf(values),
        "turned.list": [...rows].reverse().join(""),
        "turned.npy": npyOf(
          Float32Array.from(
            { length: values.length },
            (_, i) => values[(images - 1 - Math.floor(i / dim)) * dim + (i % dim)],
          ),
        ),
        "turned.txt": linesOf("images")
          .map((text) => `${text.split(" ")[0]}\n`)
          .reverse()
          .join(""),
      }),
    );
    await sound(`${search} --features set/feats.npy --out npy`, cwd);
  });

  it.each([
    ["a .npy without names", "x.npy"],
    ["a feature list", "x.list"],
    ["a feature list with folders and CRLF", "paths.list"],
    ["raw float32", `x.bin --dim ${dim}`],
  ])("%s", async (_, features) => {
    await sound(`${search} --features ${features} --out form`, cwd);
    expect(summary("form")).toBe(summary("npy"));
  });

  it.each(["turned.list", "turned.npy"])(
    "%s, whose rows are in another order (thresholds to 1e-12)",
    async (features) => {
      await sound(`${search} --features ${features} --out turned`, cwd);
      const [turned, straight] = ["turned", "npy"].map((out) => figuresOf(join(cwd, out, "ijbc/feats")));
      expect(turned.length).toBe(straight.length);
      turned.forEach((figure, at) => {
        expect({ ...figure, ...rounded(figure) }).toEqual({ ...straight[at], ...rounded(straight[at]) });
      });
    },
  );

  it("lists with CRLF, a byte-order mark, blank lines at the end, tabs and quoted fields", async () => {
    const crlf = (text: string) => `\uFEFF${text.replaceAll("\n", "\r\n")}\r\n\r\n`;
    const quoted = (text: string) => text.replaceAll(/[^,\n]+/g, (field) => `"${field}"`);
    addFiles(cwd, {
      [`odd/${lists.images}`]: crlf(textOf("images")),
      [`odd/${lists.pairs}`]: crlf(textOf("pairs").replaceAll(" ", "\t ")),
      [`odd/${lists.first}`]: crlf(quoted(textOf("first"))),
      [`odd/${lists.second}`]: quoted(textOf("second")).trimEnd(),
      [`odd/${lists.probes}`]: crlf(quoted(textOf("probes"))),
      [`odd/${lists.points}`]: crlf(textOf("points")),
    });
    await sound(`${search.replace("--data set", "--data odd")} --features x.npy --out odd-out`, cwd);
    expect(summary("odd-out")).toBe(summary("npy"));
    await sound(`${search} --features x.npy --detector-score --out weighed`, cwd);
    await sound(
      `${search.replace("--data set", "--data odd")} --features x.npy --detector-score --out odd-weighed`,
      cwd,
    );
    expect(summary("odd-weighed")).toBe(summary("weighed"));
    expect(summary("weighed")).not.toBe(summary("npy"));
  });
});

/** What comes from sums in another order. */
function rounded({ threshold, name, value, interval }: Figure) {
  const round = (number: unknown) => (typeof number === "number" ? number.toFixed(12) : number);
  return {
    threshold: round(threshold),
    ...(name.startsWith("threshold") && { value: round(value) }),
    ...(interval !== undefined && { interval: (interval as number[]).map(round) }),
  };
}

describe("what stdout gets", () => {
  let cwd = "";
  beforeAll(() => void (cwd = workFolder(beside({ "other.npy": npyOf(flipped) }))));
  const file = (name: string) => readFileSync(join(cwd, "results/ijbc/feats", name), "utf8");

  it("--format json is result.json, csv is summary.csv, md is table.md", async () => {
    expect(await sound(`${line} --format json`, cwd)).toBe(file("result.json"));
    expect(JSON.parse(file("result.json"))).toMatchObject({ task: "templates", protocol: { name: "ijbc" } });
    expect(await sound(`${line} --format csv`, cwd)).toBe(file("summary.csv"));
    expect(await sound(`${line} --identification --format md`, cwd)).toBe(file("table.md"));
    expect(file("table.md").match(/^\| Model/gm)).toHaveLength(2);
  });

  it("two feature files: a list of results, a folder each, and one with the curves of both", async () => {
    const out = await sound(`${line} other.npy --format json --out both`, cwd);
    const both = join(cwd, "both/ijbc");
    const each = ["feats", "other"].map((name) => JSON.parse(readFileSync(join(both, name, "result.json"), "utf8")));
    expect(JSON.parse(out)).toEqual(each);
    expect(each.map(({ provenance }) => provenance.modelName)).toEqual(["feats", "other"]);
    expect(readdirSync(both)).toEqual(["feats", "other", "overlay"]);
    const plots = ["det.png", "det.svg", "plots.json", "roc.png", "roc.svg"];
    expect(readdirSync(join(both, "overlay"))).toEqual([...plots, "table.md", "table.tex"]);
    for (const name of ["roc.svg", "table.md"]) {
      const text = readFileSync(join(both, "overlay", name), "utf8");
      for (const model of ["feats", "other"]) expect(text).toContain(model);
    }
    await sound(`${line} --out alone`, cwd);
    expect(resultsOf(join(both, "feats"))).toEqual(resultsOf(join(cwd, "alone/ijbc/feats")));
  });
});

describe("results of an earlier run", () => {
  let cwd = "";
  let earlier = new Map<string, string>();

  beforeAll(async () => {
    cwd = workFolder(beside({ "bad/feats.npy": npyWith((copy) => (copy[copy.length - 1] = NaN)) }));
    await makeIjbEmbeddings({ kind: "ijbc", seed: 1, scale: 0.05, dim: 64, threads: 2, out: join(cwd, "more") });
    await sound(`${line} --scores`, cwd);
    earlier = resultsOf(join(cwd, "results"));
  });

  it("stay where a later one fails", async () => {
    const failed = await run(line.replace("set/feats.npy", "bad/feats.npy"), { cwd });
    expect(failed).toMatchObject({ code: 2, out: "" });
    expect(resultsOf(join(cwd, "results"))).toEqual(earlier);
  });

  it("go with it where one ends well, its scores too", async () => {
    await sound(`${line} --scores --out replaced --far 0.1`, cwd);
    await sound(`${line} --out replaced`, cwd);
    expect([...resultsOf(join(cwd, "replaced")).keys()]).not.toContain("ijbc/feats/scores.npy");
    expect(resultsOf(join(cwd, "replaced")).get("ijbc/feats/summary.csv")).toBe(earlier.get("ijbc/feats/summary.csv"));
  });

  it.each([
    ["features are read", "lists: "],
    ["pairs are scored", "features: "],
    ["intervals are drawn", "scores ("],
  ])("stay where it is stopped by Ctrl-C while %s, and nothing half-written", async (_, told) => {
    const words = `ijbc --data more --features more/feats.npy --identification --scores --bootstrap 1000000 --verbose`;
    let sent = false;
    const stopped = await start(words, { cwd }, (child, err) => {
      if (!sent && err.includes(told)) sent = child.kill("SIGINT");
    });
    expect({ code: stopped.code, out: stopped.out }).toEqual({ code: 130, out: "" });
    expect(stopped.err).toMatch(/^magface-eval: stopped by SIGINT/m);
    expect(stopped.err).not.toMatch(/ at \S+:\d+:\d+/);
    expect(resultsOf(join(cwd, "results"))).toEqual(earlier);
  });
});

/** Makes a folder a disk of its own. @returns false where that is not permitted: only root may */
function mountDisk(folder: string, size: string): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

it("a disk that gets full keeps the results of an earlier run, and nothing half-written", async (context) => {
  const disk = workFolder();
  if (!mountDisk(disk, "2m")) return context.skip();
  try {
    addFiles(disk, soundSet);
    await sound(`${line} --scores`, disk);
    const earlier = resultsOf(join(disk, "results"));
    const { bavail, bsize } = statfsSync(disk);
    writeFileSync(join(disk, "filler"), new Uint8Array((bavail - 8) * bsize));
    const failed = await run(`${line} --scores --far 0.1`, { cwd: disk });
    expect(failed).toMatchObject({ code: 2, out: "" });
    expect(failed.err).toMatch(/^magface-eval: results\/ijbc\/feats\/\S+: no space left on the disk$/m);
    expect(resultsOf(join(disk, "results"))).toEqual(earlier);
  } finally {
    execFileSync("umount", [disk]);
  }
});

describe("from NIST's protocol files", () => {
  it("prepare, then a run on what it made", async () => {
    const nist = Object.entries(firstRelease).map(([path, text]) => [path.replace("protocols", "nist"), text]);
    const cwd = workFolder(Object.fromEntries(nist));
    expect(await sound("ijbc prepare nist --to data", cwd)).toMatch(
      /^7 faces on 6 crops, 4 templates of 2 subjects, 4 pairs/,
    );
    const names = readFileSync(join(cwd, "data/meta/img.list"), "utf8").trimEnd().split("\n");
    // Subject 10 is along the first axis, 11 along the second; a crop of two templates has one vector.
    const vectors = ["1 0 0.5", "2 0.5 0", "0.2 1 0", "0 3 0.5", "1.5 0 0.2", "2 0.5 0", "1 0.1 0"];
    const rows = names.map((name, face) => `aligned/${name} ${vectors[face]}\n`);
    addFiles(cwd, { "x.list": rows.join(""), "turned.list": [...rows].reverse().join("") });
    for (const features of ["x.list", "turned.list"]) {
      const words = `ijbc --data data --features ${features} --name m --identification --far 0.5 --scores --out ${features}-out`;
      expect(await sound(words, cwd)).toContain("rank-1");
      const figures = figuresOf(join(cwd, `${features}-out/ijbc/m`));
      const of = (name: string, gallery?: string) =>
        figures.find((each) => each.name === name && each.convention === "exact" && each.gallery === gallery)!.value;
      expect([of("tar@far=5e-1"), of("auc"), of("rank-1", "merged")]).toEqual([1, 1, 1]);
      expect(readNpy(join(cwd, `${features}-out/ijbc/m/scores.npy`)).shape).toEqual([4]);
    }
    expect(await sound("ijbc prepare nist --to data", cwd)).toMatch(/^7 faces/);
  });
});

const protocols = new URL("../../protocols/", import.meta.url);
const json = (path: string) => JSON.parse(readFileSync(new URL(path, protocols), "utf8"));

describe.each(readdirSync(new URL("templates/", protocols)))("protocols/templates/%s", (file) => {
  const protocol = json(`templates/${file}`);

  it("is as its schema says", () => {
    const check = new Ajv({ allErrors: true }).compile(json("schema/templates.schema.json"));
    check(protocol);
    expect(check.errors).toBeNull();
    expect(`${protocol.name}.json`).toBe(file);
  });

  it("says where each published figure is printed, of a rate that is measured", () => {
    expect(protocol.published.length).toBeGreaterThan(0);
    for (const { figure, source, model } of protocol.published) {
      expect(source).toMatch(/github\.com\/\S+\/\S+|Table \d/);
      expect(model).not.toBe("");
      expect(protocol.metrics.fars).toContain(Number(figure.replace(/^tar@far=/, "")));
    }
    const keys = protocol.published.map(({ figure, model }: Record<string, string>) => `${figure} ${model}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
