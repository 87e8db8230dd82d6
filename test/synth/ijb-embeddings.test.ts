import fc from "fast-check";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { UserError } from "../../src/errors.js";
import { readFeatures } from "../../src/store/feature-file.js";
import { makeIjbEmbeddings, type IjbEmbeddingOptions } from "../../src/synth/ijb-embeddings.js";
import { scaledCounts } from "../../src/synth/ijb/counts.js";
import { drawLayout } from "../../src/synth/ijb/layout.js";
import { gridOrder } from "../../src/synth/ijb/pairs.js";
import { fillNoise } from "../../src/synth/ijb/space.js";
import { openStream } from "../../src/synth/random.js";

const root = mkdtempSync(join(tmpdir(), "ijb-"));
afterAll(() => rmSync(root, { recursive: true }));

const make = (name: string, options: Partial<IjbEmbeddingOptions>) =>
  makeIjbEmbeddings({ kind: "ijbc", seed: 5, scale: 0.02, dim: 64, threads: 1, ...options, out: join(root, name) });

/** Paths and digests of all files below a folder. */
const bytesOf = (name: string): string[] =>
  readdirSync(join(root, name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map(
      (path) =>
        `${path.slice(join(root, name).length)} ${createHash("sha256").update(readFileSync(path)).digest("hex")}`,
    );

const rowsOf = (name: string, file: string, separator = " "): string[][] =>
  readFileSync(join(root, name, file), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => line.split(separator));

/** All that a set's text files say, as they say it. */
function read(name: string, kind: "ijbb" | "ijbc") {
  const meta = (file: string, separator?: string) => rowsOf(name, `meta/${kind}_${file}`, separator);
  const galleries = kind === "ijbb" ? ["S1", "S2"] : ["G1", "G2"];
  const csv = [...galleries.map((gallery) => `1N_gallery_${gallery}.csv`), "1N_probe_mixed.csv"];
  const [first, second, probes] = csv.map((file) => meta(file, ","));
  const faces = meta("face_tid_mid.txt");
  const pairs = meta("template_pair_label.txt");
  return { faces, points: meta("name_5pts_score.txt"), pairs, lists: { first, second, probes } };
}

type SetFiles = ReturnType<typeof read>;

/** Subject of each template by the 1:N lists. */
const subjectsOf = ({ lists }: SetFiles): Map<string, string> =>
  new Map(Object.values(lists).flatMap((rows) => rows.slice(1).map(([tid, subject]) => [tid, subject])));

const count = (values: Iterable<unknown>): number => new Set(values).size;

const sets = { ijbb: {} as SetFiles, ijbc: {} as SetFiles };
const announced: Record<string, Readonly<Record<string, number>>> = {};

beforeAll(async () => {
  for (const kind of ["ijbb", "ijbc"] as const) {
    announced[kind] = (await make(kind, { kind, threads: kind === "ijbb" ? 2 : 1 })).counts;
    sets[kind] = read(kind, kind);
  }
});

describe("counts", () => {
  it("are the real sets' at scale 1", () => {
    expect(scaledCounts("ijbb", 1)).toMatchObject({
      ...{ images: 227_630, subjects: 1845, firstGallery: 931, probes: 10_270, media: 66_000 },
      ...{ genuine: 10_270, impostor: 8_000_000 },
    });
    expect(scaledCounts("ijbc", 1)).toMatchObject({
      ...{ images: 469_375, subjects: 3531, firstGallery: 1772, probes: 19_593, media: 138_836 },
      ...{ genuine: 19_557, impostor: 15_638_932 },
    });
  });

  it("fall with the scale, impostor pairs with its square, and the smallest set still has all there must be", () => {
    // 71 of 3531 subjects, 392 of 19,593 probes; 15,638,932 * 71 * 392 / (3531 * 19,593) = 6291.4.
    expect(scaledCounts("ijbc", 0.02)).toMatchObject({
      ...{ images: 9388, subjects: 71, firstGallery: 35, probes: 392, media: 2777, genuine: 391, impostor: 6291 },
    });
    for (const scale of [1e-9, 1e-4, 3e-4, 1e-3, 3e-3]) {
      const { subjects, firstGallery, probes, media, sharedMedia, images, impostor } = scaledCounts("ijbb", scale);
      expect(firstGallery > 0 && firstGallery < subjects).toBe(true);
      expect(probes >= subjects && media >= subjects + probes && images >= media + sharedMedia).toBe(true);
      expect(impostor > 0 && impostor <= (subjects - 1) * probes).toBe(true);
    }
  });

  it.each(["ijbb", "ijbc"] as const)("announced of %s are those of its files", (kind) => {
    const { faces, points, pairs, lists } = sets[kind];
    const subjects = subjectsOf(sets[kind]);
    expect(announced[kind]).toEqual({
      subjects: count(subjects.values()),
      templates: count(faces.map(([, tid]) => tid)),
      media: count(faces.map(([, , mid]) => mid)),
      images: faces.length,
      genuine: pairs.filter(([, , same]) => same === "1").length,
      impostor: pairs.filter(([, , same]) => same === "0").length,
    });
    const { firstGallery, probes } = scaledCounts(kind, 0.02);
    const templatesIn = (rows: string[][]) => count(rows.slice(1).map(([tid]) => tid));
    expect(templatesIn(lists.first)).toBe(firstGallery);
    expect(templatesIn(lists.second)).toBe(announced[kind].subjects - firstGallery);
    expect(templatesIn(lists.probes)).toBe(probes);
    expect(points.length).toBe(faces.length);
    for (const file of ["feats", "feats_flip"])
      expect(rowsOf(kind, `${file}.txt`).map(([name]) => name)).toEqual(faces.map(([name]) => name));
  });
});

describe.each(["ijbb", "ijbc"] as const)("layout of %s", (kind) => {
  it("has an image in one template, and in that template's rows of the 1:N lists", () => {
    const { faces, points, lists } = sets[kind];
    const templateOf = new Map(faces.map(([name, tid]) => [name, tid]));
    expect(templateOf.size).toBe(faces.length);
    expect(points.map(([name]) => name)).toEqual([...templateOf.keys()]);
    const within = (row: string[]) => row.slice(1, 11).every((x) => Number(x) > 0 && Number(x) < 112);
    expect(points.every((row) => row.length === 12 && within(row))).toBe(true);
    const listed = Object.values(lists).flatMap(([head, ...rows]) => {
      expect(head).toEqual(["TEMPLATE_ID", "SUBJECT_ID", "FILENAME"]);
      return rows;
    });
    expect(listed.length).toBe(faces.length);
    for (const [tid, , name] of listed) expect(templateOf.get(name)).toBe(tid);
  });

  it("has one gallery template a subject, the galleries apart, and each subject among the probes", () => {
    const { first, second, probes } = sets[kind].lists;
    const people = (rows: string[][]) =>
      new Set(new Map(rows.slice(1).map(([tid, subject]) => [tid, subject])).values());
    const templates = (rows: string[][]) => count(rows.slice(1).map(([tid]) => tid));
    expect([people(first).size, people(second).size]).toEqual([templates(first), templates(second)]);
    expect([...people(first)].filter((subject) => people(second).has(subject))).toEqual([]);
    expect(people(probes)).toEqual(new Set([...people(first), ...people(second)]));
  });

  it("pairs gallery templates with probes, none twice, genuine ones first, labels by the subjects", () => {
    const { pairs, lists } = sets[kind];
    const subjects = subjectsOf(sets[kind]);
    const probes = new Set(lists.probes.map(([tid]) => tid));
    for (const [left, right, same] of pairs) {
      expect(subjects.has(left) && !probes.has(left) && probes.has(right)).toBe(true);
      expect(subjects.get(left) === subjects.get(right)).toBe(same === "1");
    }
    expect(count(pairs.map(([left, right]) => `${left} ${right}`))).toBe(pairs.length);
    expect(pairs.map(([, , same]) => same).join("")).toMatch(/^1+0+$/);
    // Impostors come in random order: neighbours seldom share a template.
    const impostors = pairs.filter(([, , same]) => same === "0");
    const alike = impostors.filter(
      ([left, right], i) => i > 0 && (left === impostors[i - 1][0] || right === impostors[i - 1][1]),
    );
    expect(alike.length / impostors.length).toBeLessThan(0.1);
  });

  it("has the traps: numbers with gaps, blocks out of order, scattered media, media of two templates", () => {
    const { faces } = sets[kind];
    const blocks = faces.map(([, tid]) => Number(tid)).filter((tid, i, all) => i === 0 || tid !== all[i - 1]);
    expect(count(blocks)).toBe(blocks.length); // A template's rows lie together.
    const ascending = [...blocks].sort((a, b) => a - b);
    expect(blocks).not.toEqual(ascending);
    expect(ascending[ascending.length - 1]).toBeGreaterThan(1.5 * blocks.length);
    const runs = faces.filter(
      ([, tid, mid], i) => i === 0 || tid !== faces[i - 1][1] || mid !== faces[i - 1][2],
    ).length;
    const groups = count(faces.map(([, tid, mid]) => `${tid} ${mid}`));
    expect(runs).toBeGreaterThan(1.2 * groups);
    const subjects = subjectsOf(sets[kind]);
    const templatesOf = new Map<string, Set<string>>();
    for (const [, tid, mid] of faces) templatesOf.set(mid, (templatesOf.get(mid) ?? new Set()).add(tid));
    const shared = [...templatesOf.values()].filter(({ size }) => size > 1);
    expect(shared.length).toBe(scaledCounts(kind, 0.02).sharedMedia);
    for (const tids of shared) expect([tids.size, count([...tids].map((tid) => subjects.get(tid)))]).toEqual([2, 1]);
  });
});

describe("mislabelled templates", () => {
  it("are as many as the counts say, all of them probes", () => {
    const counts = scaledCounts("ijbb", 0.4);
    const { subject, shown } = drawLayout("ijbb", 5, counts);
    const wrong = [...subject.keys()].filter((template) => shown[template] !== subject[template]);
    expect(wrong.length).toBe(counts.mislabelled);
    expect(wrong.length).toBe(13); // 82 * 0.16
    expect(wrong.every((template) => template >= counts.subjects && shown[template] < counts.subjects)).toBe(true);
  });
});

describe("bytes", () => {
  it("are the same for the same seed on one thread and on two, and others for another seed", async () => {
    await make("again", { threads: 2 });
    expect(bytesOf("again")).toEqual(bytesOf("ijbc"));
    expect(bytesOf("again").map((line) => line.split(" ")[0])).toHaveLength(11);
    await make("other", { seed: 6, threads: 2, scale: 0.001 });
    await make("five", { seed: 5, threads: 2, scale: 0.001 });
    const files = bytesOf("five").map((line, i) => line === bytesOf("other")[i]);
    // Names 1.jpg .. n.jpg are the same for every seed.
    expect(files.filter((same) => same)).toHaveLength(2);
  });
});

describe("embeddings", () => {
  /** Rows of a .npy as plain arrays, by its own header. */
  function matrixOf(name: string, file: string): number[][] {
    const bytes = readFileSync(join(root, name, file));
    const start = 10 + bytes.readUInt16LE(8);
    expect(start % 64).toBe(0);
    const [, rows, dim] = /'descr': '<f4', .*'shape': \((\d+), (\d+)\)/
      .exec(bytes.toString("latin1", 0, start))!
      .map(Number);
    expect(bytes.length).toBe(start + rows * dim * 4);
    return Array.from({ length: rows }, (_, row) =>
      Array.from({ length: dim }, (_, i) => bytes.readFloatLE(start + (row * dim + i) * 4)),
    );
  }

  const dot = (a: number[], b: number[]): number => a.reduce((sum, x, i) => sum + x * b[i], 0);
  const length = (a: number[]): number => Math.sqrt(dot(a, a));
  const mean = (values: number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

  it("lie in files that the reader of features reads, with their names", async () => {
    const { matrix, names } = await readFeatures(join(root, "ijbc/feats_flip.npy"), { threads: 1 });
    expect([matrix.count, matrix.dim]).toEqual([9388, 64]);
    expect(names).toEqual(sets.ijbc.faces.map(([name]) => name));
    expect(Math.fround(matrixOf("ijbc", "feats_flip.npy")[77][5])).toBe(matrix.values[77 * 64 + 5]);
  });

  it("grow with the detector's score, from 10 to 110 long", () => {
    const magnitudes = matrixOf("ijbc", "feats.npy").map(length);
    expect(Math.min(...magnitudes) > 9.99 && Math.max(...magnitudes) < 110.01).toBe(true);
    const scores = sets.ijbc.points.map((row) => Number(row[11]));
    expect(Math.min(...scores) >= 0.1 && Math.max(...scores) < 1).toBe(true);
    const between = (low: number, high: number) =>
      mean(magnitudes.filter((_, i) => scores[i] >= low && scores[i] < high));
    const means = [between(0.4, 0.6), between(0.6, 0.75), between(0.75, 0.9), between(0.9, 0.99), between(0.99, 1)];
    expect(means).toEqual([...means].sort((a, b) => a - b));
    expect(means[4]).toBeGreaterThan(2 * means[0]);
  });

  it("give templates of one subject high cosines, of two low ones; weighing by magnitude does better than not", () => {
    const { faces, pairs } = sets.ijbc;
    const rows = matrixOf("ijbc", "feats.npy");
    /** Cosines of all pairs with templates as plain sums of rows times `weigh(row)`. */
    const score = (weigh: (row: number[]) => number): { genuine: number[]; impostor: number[] } => {
      const sums = new Map<string, number[]>();
      for (const [i, [, tid]] of faces.entries()) {
        const sum = sums.get(tid) ?? sums.set(tid, new Array(64).fill(0)).get(tid)!;
        const weight = weigh(rows[i]);
        rows[i].forEach((x, j) => (sum[j] += x * weight));
      }
      const units = new Map([...sums].map(([tid, sum]) => [tid, sum.map((x) => x / length(sum))]));
      const cosines = (label: string): number[] =>
        pairs.filter(([, , same]) => same === label).map(([a, b]) => dot(units.get(a)!, units.get(b)!));
      return { genuine: cosines("1"), impostor: cosines("0") };
    };
    const [plain, weighted] = [score((row) => 1 / length(row)), score(() => 1)];
    expect(mean(plain.genuine)).toBeGreaterThan(0.5);
    expect(Math.abs(mean(plain.impostor))).toBeLessThan(0.1);
    const accepted = ({ genuine, impostor }: typeof plain): number => {
      const limit = [...impostor].sort((a, b) => b - a)[Math.floor(0.01 * impostor.length)];
      return mean(genuine.map((cosine) => (cosine > limit ? 1 : 0)));
    };
    expect(accepted(plain)).toBeGreaterThan(0.8);
    expect(accepted(weighted)).toBeGreaterThan(accepted(plain));
    expect(mean(weighted.genuine)).toBeGreaterThan(mean(plain.genuine));
  });

  it("of a mislabelled probe are nearer to whom they show than to whom they are said to be of", () => {
    const { faces } = sets.ijbb;
    const rows = matrixOf("ijbb", "feats.npy");
    const { number, subject, shown } = drawLayout("ijbb", 5, scaledCounts("ijbb", 0.02));
    const sumOf = (template: number): number[] => {
      const own = rows.filter((_, i) => Number(faces[i][1]) === number[template]);
      return own[0].map((_, j) => own.reduce((sum, row) => sum + row[j], 0));
    };
    const wrong = [...subject.keys()].filter((template) => shown[template] !== subject[template]);
    expect(wrong.length).toBe(scaledCounts("ijbb", 0.02).mislabelled);
    for (const template of wrong) {
      const cosineTo = (other: number): number => dot(sumOf(template), sumOf(other)) / length(sumOf(other));
      expect(cosineTo(shown[template])).toBeGreaterThan(cosineTo(subject[template]));
    }
  });

  it("show the same image in both views, not closely: cosine from 0.5 to 1", () => {
    const [plain, flip] = ["feats.npy", "feats_flip.npy"].map((file) => matrixOf("ijbc", file));
    const cosines = plain.map((row, i) => dot(row, flip[i]) / (length(row) * length(flip[i])));
    expect(Math.min(...cosines) > 0.5 && Math.max(...cosines) < 0.999).toBe(true);
  });

  it("come from noise of mean 0 and variance 1: 100,000 draws within five standard errors", () => {
    const draws = new Float64Array(100_000);
    fillNoise(openStream("noise"), draws);
    const average = mean([...draws]);
    expect(Math.abs(average)).toBeLessThan(5 / Math.sqrt(100_000));
    // The fourth moment of a sum of four uniforms is 2.7, so the variance's variance is (2.7 - 1) / n.
    expect(Math.abs(mean([...draws].map((x) => x * x)) - 1)).toBeLessThan(5 * Math.sqrt(1.7 / 100_000));
  });
});

describe("gridOrder", () => {
  it("meets every cell once", () => {
    fc.assert(
      fc.property(
        fc.nat(1000),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 60 }),
        (seed, rows, columns) => {
          const cellAt = gridOrder(openStream("grid", seed), rows, columns);
          const cells = Array.from({ length: rows * columns }, (_, place) => cellAt(place)).sort((a, b) => a - b);
          expect(cells).toEqual(cells.map((_, i) => i));
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe("a folder", () => {
  const small = { scale: 0.001, dim: 8 };

  it("that is whole is found so, one of other settings or files is left alone", async () => {
    expect((await make("small", small)).found).toBe(false);
    const before = bytesOf("small");
    expect(await make("small", small)).toMatchObject({ found: true, counts: { images: 469 } });
    await expect(make("small", { ...small, seed: 6 })).rejects.toThrow(/manifest.json: made with other settings/);
    expect(bytesOf("small")).toEqual(before);
    mkdirSync(join(root, "taken"));
    writeFileSync(join(root, "taken/file.txt"), "x");
    await expect(make("taken", small)).rejects.toThrow(/holds other files, expected an empty folder/);
    await expect(make("taken/file.txt", small)).rejects.toThrow(/is a file, expected a folder/);
  });

  it("of a stopped run holds nothing, and one that was there before stays", async () => {
    mkdirSync(join(root, "there"));
    const cases = [
      { name: "gone", phase: "embeddings", scale: 0.003, dim: 1024 },
      { name: "there", phase: "lists", ...small },
    ];
    for (const { name, phase, scale, dim } of cases) {
      const stop = new AbortController();
      let now = "";
      const step = () => (now === phase ? stop.abort(new Error("stopped")) : undefined);
      const progress = { start: (begun: string) => void (now = begun), step, stop: () => undefined };
      await expect(make(name, { scale, dim, progress, signal: stop.signal })).rejects.toThrow("stopped");
    }
    expect(existsSync(join(root, "gone"))).toBe(false);
    expect(readdirSync(join(root, "there"))).toEqual([]);
    expect((await make("there", small)).found).toBe(false);
  });

  it("fills as its progress tells: every image and every line once", async () => {
    const phases: Record<string, { total: number; done: number; unit: string }> = {};
    let now = "";
    const progress = {
      start: (phase: string, total: number, unit: string) => void (phases[(now = phase)] = { total, done: 0, unit }),
      step: (steps = 1) => void (phases[now].done += steps),
      stop: () => undefined,
    };
    await make("told", { ...small, progress });
    const lines = readdirSync(join(root, "told"), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.(txt|csv)$/.test(file))
      .reduce((sum, file) => sum + rowsOf("told", file).length, 0);
    expect(phases).toEqual({
      embeddings: { total: 469, done: 469, unit: "images" },
      lists: { total: lines, done: lines, unit: "lines" },
    });
  });

  it.each([
    [{ scale: 0 }, "scale is 0, expected a number above 0 and at most 1"],
    [{ scale: 1.01 }, "scale is 1.01"],
    [{ scale: NaN }, "scale is NaN"],
    [{ dim: 7 }, "dim is 7, expected a whole number from 8 to 8192"],
    [{ dim: 64.5 }, "dim is 64.5"],
  ])("is not made with %o", async (wrong, message) => {
    const never = make("never", wrong);
    await expect(never).rejects.toThrow(UserError);
    await expect(never).rejects.toThrow(message);
    expect(existsSync(join(root, "never"))).toBe(false);
  });
});
