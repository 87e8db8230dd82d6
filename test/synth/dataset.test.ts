import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { UserError } from "../../src/errors.js";
import { readPairs } from "../../src/protocol/read-pairs.js";
import { drawDataset } from "../../src/synth/dataset.js";
import { drawFaces } from "../../src/synth/faces.js";

let root: string;
beforeAll(() => (root = mkdtempSync(join(tmpdir(), "synth-"))));
afterAll(() => rmSync(root, { recursive: true }));

const folder = (name: string): string => join(root, name);

const filesOf = (path: string): string[] =>
  readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(path, join(entry.parentPath, entry.name)))
    .sort();

/** Name and digest of every file under a folder. */
const bytesOf = (path: string): string[] =>
  filesOf(path).map(
    (file) =>
      `${file} ${createHash("sha256")
        .update(readFileSync(join(path, file)))
        .digest("hex")}`,
  );

const linesOf = (...path: string[]): string[] =>
  readFileSync(join(...path), "utf8")
    .trimEnd()
    .split("\n");

/** Rows of truth.csv by file. */
function truthOf(path: string): Map<string, Record<string, string>> {
  const [head, ...rows] = linesOf(path, "truth.csv").map((line) => line.split(","));
  return new Map(rows.map((row) => [row[0], Object.fromEntries(row.map((value, i) => [head[i], value]))]));
}

/** Every picture a list names is there, 112x112, and has a row of truth; labels agree with it. */
async function checkPairs(path: string, list: string, expected: { pairs: number; folds: number }) {
  const { pairs } = await readPairs(join(path, list));
  const truth = truthOf(path);
  expect(pairs.left.length).toBe(expected.pairs);
  expect(new Set(pairs.fold).size).toBe(expected.folds);
  const foldOf = new Map<string, number>();
  const seen = new Set<string>();
  for (let i = 0; i < pairs.left.length; i++) {
    const names = [pairs.names[pairs.left[i]], pairs.names[pairs.right[i]]];
    const people = names.map((name) => truth.get(name)!.person);
    expect(people[0] === people[1]).toBe(pairs.genuine[i] === 1);
    for (const person of people) expect(foldOf.get(person) ?? pairs.fold![i]).toBe(pairs.fold![i]);
    for (const person of people) foldOf.set(person, pairs.fold![i]);
    seen.add([...names].sort().join(" "));
  }
  expect(seen.size).toBe(expected.pairs);
  for (const name of pairs.names) {
    const { width, height } = await sharp(join(path, name)).metadata();
    expect([width, height]).toEqual([112, 112]);
  }
  return { pairs, truth };
}

describe("drawDataset", () => {
  it("gives the same bytes for the same seed on one thread and on two, and others for another seed", async () => {
    const sizes = { people: 8, pictures: 3, folds: 2, pairsPerKind: 4 };
    await drawDataset("lfw", { seed: 5, out: folder("one"), sizes, threads: 1 });
    await drawDataset("lfw", { seed: 5, out: folder("two"), sizes, threads: 2 });
    await drawDataset("lfw", { seed: 6, out: folder("other"), sizes, threads: 2 });
    expect(bytesOf(folder("two"))).toEqual(bytesOf(folder("one")));
    expect(bytesOf(folder("other"))).not.toEqual(bytesOf(folder("one")));
    expect(filesOf(folder("one")).length).toBe(8 * 3 + 4);
  });

  it("goes on where a stopped run left off, to the same bytes", async () => {
    const options = { seed: 5, sizes: { people: 8, pictures: 3, folds: 2, pairsPerKind: 4 }, threads: 2 };
    const stop = new AbortController();
    const progress = { start: () => undefined, step: () => stop.abort(), stop: () => undefined };
    const stopped = drawDataset("lfw", { ...options, out: folder("stopped"), progress, signal: stop.signal });
    await expect(stopped).rejects.toThrow();
    expect(filesOf(folder("stopped"))).not.toContain("pairs.txt");
    const kept = filesOf(folder("stopped")).find((file) => file.endsWith(".jpg"))!;
    const before = statSync(join(folder("stopped"), kept), { bigint: true }).mtimeNs;
    await drawDataset("lfw", { ...options, out: folder("stopped") });
    expect(statSync(join(folder("stopped"), kept), { bigint: true }).mtimeNs).toBe(before);
    await drawDataset("lfw", { ...options, out: folder("whole") });
    expect(bytesOf(folder("stopped"))).toEqual(bytesOf(folder("whole")));
  });

  it("leaves a folder of other settings or other files alone", async () => {
    const sizes = { people: 4, pictures: 3, folds: 2, pairsPerKind: 2 };
    await drawDataset("lfw", { seed: 5, out: folder("mine"), sizes });
    const before = bytesOf(folder("mine"));
    await expect(drawDataset("lfw", { seed: 6, out: folder("mine"), sizes })).rejects.toThrow(
      /manifest.json: made with other settings/,
    );
    expect(bytesOf(folder("mine"))).toEqual(before);
    writeFileSync(join(root, "taken.txt"), "x");
    await expect(drawDataset("lfw", { seed: 6, out: root, sizes })).rejects.toThrow(/holds other files/);
  });

  it("refuses sizes that are no whole numbers and pairs that the pictures can't give", async () => {
    const out = folder("never");
    await expect(drawDataset("lfw", { seed: 5, out, sizes: { people: 2.5 } })).rejects.toThrow(
      "people is 2.5, expected a whole number",
    );
    await expect(drawDataset("lfw", { seed: 5, out, sizes: { people: 20, pairsPerKind: 900 } })).rejects.toThrow(
      UserError,
    );
    await expect(drawDataset("ijbc", { seed: 5, out, sizes: { people: 2, impostorPairs: 900 } })).rejects.toThrow(
      /impostor pairs asked/,
    );
  });

  it("draws an LFW-like set that the LFW reader reads", async () => {
    const sizes = { people: 30, pictures: 3, folds: 10, pairsPerKind: 5 };
    const { counts } = await drawDataset("lfw", { seed: 7, out: folder("lfw"), sizes });
    const { pairs } = await checkPairs(folder("lfw"), "pairs.txt", { pairs: 100, folds: 10 });
    expect(counts).toMatchObject({ images: 90, genuine: 50, impostor: 50 });
    const protocol = JSON.parse(readFileSync(join(folder("lfw"), "protocol.json"), "utf8"));
    expect(protocol).toMatchObject({
      task: "verification",
      pairs: "pairs.txt",
      expected: { pairs: pairs.left.length },
    });
  });

  it("draws a CFP-like set in CFP's folders, one side frontal and the other turned", async () => {
    const sizes = { people: 10, frontal: 2, profile: 2, folds: 5, pairsPerKind: 3 };
    await expect(drawDataset("cfp", { seed: 7, out: folder("cfp"), sizes })).rejects.toThrow(/expected room for 3/);
    await drawDataset("cfp", { seed: 7, out: folder("cfp"), sizes: { ...sizes, frontal: 3 } });
    const { pairs, truth } = await checkPairs(folder("cfp"), ".", { pairs: 30, folds: 5 });
    const yaw = (name: string): number => Math.abs(Number(truth.get(name)!.yaw));
    pairs.left.forEach((left) => expect(yaw(pairs.names[left])).toBeLessThanOrEqual(10));
    pairs.right.forEach((right) => expect(yaw(pairs.names[right])).toBeGreaterThanOrEqual(24));
  });

  it("draws an AgeDB-like set of pairs at least thirty years apart", async () => {
    const sizes = { people: 10, pictures: 2, folds: 5, pairsPerKind: 3 };
    await drawDataset("agedb", { seed: 7, out: folder("agedb"), sizes });
    const { pairs, truth } = await checkPairs(folder("agedb"), "pairs.csv", { pairs: 30, folds: 5 });
    const years = (index: number): number => Number(truth.get(pairs.names[index])!.years);
    pairs.left.forEach((left, i) => expect(years(pairs.right[i]) - years(left)).toBeGreaterThanOrEqual(30));
  });

  it("draws templates whose lists agree with one another and with the truth", async () => {
    const out = folder("ijbc");
    const sizes = { people: 8, probes: 2, stills: 2, frames: 3, impostorPairs: 60, size: 100 };
    const { counts } = await drawDataset("ijbc", { seed: 7, out, sizes });
    const faces = linesOf(out, "meta", "ijbc_face_tid_mid.txt").map((line) => line.split(" "));
    const points = linesOf(out, "meta", "ijbc_name_5pts_score.txt").map((line) => line.split(" "));
    const pairs = linesOf(out, "meta", "ijbc_template_pair_label.txt").map((line) => line.split(" "));
    const truth = truthOf(out);
    const personOf = new Map(faces.map(([name, template]) => [template, truth.get(`loose_crop/${name}`)!.person]));
    expect(faces.length).toBe(counts.images);
    expect(points.map(([name]) => name)).toEqual(faces.map(([name]) => name));
    expect(points.every((row) => row.length === 12 && Number(row[11]) > 0 && Number(row[11]) <= 1)).toBe(true);
    expect(new Set(faces.map(([, template]) => template)).size).toBe(24);
    // A medium belongs to one template, and some media have several frames.
    const media = new Map(faces.map(([, template, medium]) => [medium, template]));
    faces.forEach(([, template, medium]) => expect(media.get(medium)).toBe(template));
    expect(media.size).toBeLessThan(faces.length);
    expect(pairs.length).toBe(16 + 60);
    expect(new Set(pairs.map(([a, b]) => `${a} ${b}`)).size).toBe(pairs.length);
    pairs.forEach(([a, b, same]) => expect(personOf.get(a) === personOf.get(b)).toBe(same === "1"));
    const gallery = (name: string): string[][] =>
      linesOf(out, "meta", name)
        .slice(1)
        .map((line) => line.split(","));
    const [first, second, probes] = ["gallery_G1", "gallery_G2", "probe_mixed"].map((name) =>
      gallery(`ijbc_1N_${name}.csv`),
    );
    expect(new Set([...first, ...second].map(([, subject]) => subject)).size).toBe(8);
    expect(first.some(([, subject]) => second.some((row) => row[1] === subject))).toBe(false);
    expect(new Set(probes.map(([template]) => template)).size).toBe(16);
    const { width } = await sharp(join(out, "loose_crop", "1.jpg")).metadata();
    expect(width).toBe(100);
  });

  it("draws a clustering set whose labels are the people", async () => {
    const out = folder("cluster");
    await drawDataset("cluster", { seed: 7, out, sizes: { people: 6, least: 1, most: 6 } });
    const truth = truthOf(out);
    const images = linesOf(out, "images.list");
    expect(linesOf(out, "labels.meta")).toEqual(images.map((image) => truth.get(image)!.person));
    expect(new Set(linesOf(out, "labels.meta")).size).toBe(6);
    expect(filesOf(out).filter((file) => file.endsWith(".jpg")).length).toBe(images.length);
  });
});

describe("drawFaces", () => {
  it("draws the grades asked in turn, with landmarks for larger photos", async () => {
    const out = folder("faces");
    const grades = [0, 0.5, 1];
    await drawFaces({
      seed: 2,
      out,
      people: 2,
      perPerson: 3,
      framing: "photo",
      degradation: "mix",
      grades,
      format: "png",
    });
    const rows = [...truthOf(out).values()];
    expect(rows.map(({ grade }) => Number(grade))).toEqual([...grades, ...grades]);
    expect(rows.map(({ degradation }) => degradation)).toEqual(["none", "mix", "mix", "none", "mix", "mix"]);
    const points = linesOf(out, "landmarks.txt").map((line) => line.split(" "));
    expect(points.map(([name]) => name)).toEqual(rows.map(({ file }) => file));
    const { width, height, format } = await sharp(join(out, points[0][0])).metadata();
    expect([width, height, format]).toEqual([250, 250, "png"]);
    for (const row of points)
      for (const value of row.slice(1)) expect(Number(value) > 0 && Number(value) < 250).toBe(true);
  });

  it("goes on with further people that earlier folders do not hold", async () => {
    const people = async (name: string, first: number): Promise<Set<string>> => {
      await drawFaces({ seed: 2, out: folder(name), people: 3, perPerson: 1, first });
      return new Set([...truthOf(folder(name)).values()].map(({ person }) => person));
    };
    const [early, late] = [await people("early", 0), await people("late", 3)];
    expect([...late].filter((person) => early.has(person))).toEqual([]);
  });

  it.each([
    [{ people: 0 }, "people is 0"],
    [{ size: 20 }, "size is 20"],
    [{ grades: [0.5, 1.2] }, "grade 1.2, expected 0 to 1"],
  ])("refuses %o", async (wrong, message) => {
    await expect(drawFaces({ seed: 2, out: folder("wrong"), people: 1, perPerson: 1, ...wrong })).rejects.toThrow(
      message,
    );
  });
});
