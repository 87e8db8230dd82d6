// Whole runs as a user makes them: again, with other threads, from another form of the same data, with broken images, stopped
// and killed.
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { draws, linearModel } from "../onnx-models.js";
import { filesBelow, run, start, workFolder, type Files } from "./command.js";
import { picture, smallCard, soundFeatures } from "./user-files.js";

const side = 24;
const people = 400;
const shots = 5;

const nameOf = (person: number, shot: number): string => `p${person}/${shot}.ppm`;

/** Enough pictures that a run can be stopped in the middle, in five folds. */
function manyPictures(): Files {
  const draw = draws(5);
  const lines = Array.from({ length: 2 * people }, (_, i) => {
    const [a, b] = [i >> 1, (i >> 1) + (i % 2 === 0 ? 0 : 1 + Math.floor(Math.abs(draw()) * 3))];
    return `${nameOf(a, i % shots)},${nameOf(b % people, (i + 1) % shots)},${a === b ? 1 : 0},${i % 5}`;
  });
  return {
    "m.onnx": linearModel({ height: side, width: side, dim: 64 }),
    "card.json": JSON.stringify({ ...smallCard, width: side, height: side, magnitude: true }),
    "pairs.csv": `a,b,same,fold\n${lines.join("\n")}\n`,
    ...Object.fromEntries(
      Array.from({ length: people * shots }, (_, i) => [
        `faces/${nameOf(Math.floor(i / shots), i % shots)}`,
        picture(i + 1, side),
      ]),
    ),
  };
}

const command = "verify pairs.csv --images faces --model m.onnx --card card.json --provider cpu";

/** Result files of a folder by path, as text where they are text. */
const results = (folder: string): Map<string, string> =>
  new Map([...filesBelow(folder)].map(([path, bytes]) => [path, bytes.toString("latin1")]));

describe("a run over many pictures", () => {
  let cwd = "";
  let undisturbed = new Map<string, string>();

  beforeAll(async () => {
    cwd = workFolder(manyPictures());
    expect(await run(`${command} --cache cache --out cold --threads 2`, { cwd })).toMatchObject({ code: 0 });
    undisturbed = results(join(cwd, "cold"));
  });

  it("leaves all files that the README names", () => {
    const names = [...undisturbed.keys()].map((path) => path.replace(/^pairs\/m\//, "")).sort();
    const plots = ["det", "magnitudes", "roc", "scores"].flatMap((name) => [`${name}.png`, `${name}.svg`]);
    const texts = ["folds.csv", "pairs.csv", "plots.json", "result.json", "summary.csv", "table.md", "table.tex"];
    expect(names).toEqual([...plots, ...texts].sort());
  });

  it("gives the same bytes again from the cache, without the model being run", async () => {
    const warm = await run(`${command} --cache cache --out warm --verbose`, { cwd });
    expect(warm.code).toBe(0);
    expect(warm.err).toMatch(/^[1-9]\d* embeddings from the cache, 0 made now$/m);
    expect(results(join(cwd, "warm"))).toEqual(undisturbed);
  });

  it("gives the same bytes with one thread and another batch", async () => {
    expect(await run(`${command} --no-cache --out one --threads 1 --batch 7`, { cwd })).toMatchObject({ code: 0 });
    expect(results(join(cwd, "one"))).toEqual(undisturbed);
  });

  it("stopped by Ctrl-C says so, leaves no result, and goes on where it stopped", async () => {
    let asked = false; // A second signal would end the process at once, without a word.
    const stopped = await start(`${command} --cache stopped --out stopped-out --verbose`, { cwd }, (child, err) => {
      if (asked || !err.includes("pairs")) return;
      asked = true;
      setTimeout(() => child.kill("SIGINT"), 60);
    });
    expect(stopped.code).toBe(130);
    expect(stopped.err).toMatch(/interrupted|stopped/i);
    expect([...filesBelow(join(cwd, "stopped-out")).keys()]).toEqual([]);
    expect(await run(`${command} --cache stopped --out stopped-out`, { cwd })).toMatchObject({ code: 0 });
    expect(results(join(cwd, "stopped-out"))).toEqual(undisturbed);
  });

  it("killed at six moments leaves whole files or none, and ends with the undisturbed bytes", async () => {
    for (const delay of [0, 40, 80, 160, 320, 640]) {
      await start(`${command} --cache killed --out killed-out --verbose`, { cwd }, (child, err) => {
        if (err.includes("pairs")) setTimeout(() => child.kill("SIGKILL"), delay);
      });
      for (const [path, content] of results(join(cwd, "killed-out"))) expect(undisturbed.get(path)).toBe(content);
    }
    expect(await run(`${command} --cache killed --out killed-out`, { cwd })).toMatchObject({ code: 0 });
    expect(results(join(cwd, "killed-out"))).toEqual(undisturbed);
  });

  it("counts and lists pairs whose picture is broken; --strict makes that fatal", async () => {
    const broken = { ...manyPictures(), [`faces/${nameOf(3, 1)}`]: picture(16, side).subarray(0, 100) };
    const other = workFolder(broken);
    const ran = await run(`${command} --no-cache --out results`, { cwd: other });
    expect(ran.code).toBe(0);
    expect(ran.err).toContain("1 image failed (p3/1.ppm: truncated PPM");
    const files = results(join(other, "results/pairs/m"));
    const lines = files.get("pairs.csv")!.split("\n");
    const lost = lines.filter((line) => line.includes("p3/1.ppm"));
    const { provenance } = JSON.parse(files.get("result.json")!);
    expect(lost.length).toBeGreaterThan(0);
    expect(provenance.pairs).toEqual({ listed: 2 * people, scored: 2 * people - lost.length, failed: lost.length });
    expect(files.get("failures.csv")).toContain("p3/1.ppm");
    const strict = await run(`${command} --no-cache --out strict --strict`, { cwd: other });
    expect(strict).toMatchObject({ code: 2, out: "" });
    expect(strict.err).toContain("p3/1.ppm");
    expect([...filesBelow(join(other, "strict")).keys()]).toEqual([]);
  });
});

it("features in a list, in .npy with names and as raw floats give the same figures", async () => {
  const cwd = workFolder(soundFeatures);
  expect(await run("verify pairs.txt --features feat.list --out list", { cwd })).toMatchObject({ code: 0 });
  const text = readFileSync(join(cwd, "feat.list"), "utf8").trimEnd().split("\n");
  const values = Float32Array.from(text.flatMap((line) => line.split(" ").slice(1).map(Number)));
  const names = text.map((line) => line.split(" ")[0]).join("\n");
  const head = `{'descr': '<f4', 'fortran_order': False, 'shape': (${text.length}, 8), }`.padEnd(117);
  const npy = Buffer.concat([Buffer.from(`\x93NUMPY\x01\x00\x76\x00${head}\n`, "latin1"), Buffer.from(values.buffer)]);
  const more = workFolder({ "x.npy": npy, "x.bin": Buffer.from(values.buffer), "names.txt": names });
  copyFileSync(join(cwd, "pairs.txt"), join(more, "pairs.txt"));
  for (const line of ["--features x.npy", "--features x.bin --dim 8"]) {
    const ran = await run(`verify pairs.txt ${line} --names names.txt --out out --name feat`, { cwd: more });
    expect(ran).toMatchObject({ code: 0 });
    const read = (folder: string) => results(join(folder, "pairs/feat"));
    for (const file of ["summary.csv", "folds.csv", "pairs.csv", "scores.svg"]) {
      expect(read(join(more, "out")).get(file)).toBe(read(join(cwd, "list")).get(file));
    }
  }
});
