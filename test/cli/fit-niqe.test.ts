// `quality fit-niqe`: a model of the user's own good pictures.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fitNiqe, niqe, type NiqeModel } from "../../src/quality/niqe.js";
import { filesBelow, run, workFolder } from "./command.js";
import { faceFiles, goodFiles, goodGreys, greys } from "./grey-pictures.js";
import { records } from "./quality-inputs.js";
import { picture } from "./user-files.js";

// Three batches, so that two threads answer out of order.
const count = 130;
const good = goodGreys(count);
const cwd = workFolder({ ...goodFiles(count), ...faceFiles });
const fit = (words: string) => run(`quality fit-niqe ${words}`, { cwd });
const read = (name: string): NiqeModel => JSON.parse(readFileSync(join(cwd, name), "utf8"));

describe("quality fit-niqe", () => {
  it("writes the model that fitNiqe makes of the same pixels, and says how many images and patches it is of", async () => {
    const { code, out, err } = await fit("good --patch-size 32 --out niqe.json");
    const expected = fitNiqe(good, { patchSize: 32 });
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toBe(`130 images, ${expected.patches} patches of 32 x 32 in niqe.json\n`);
    expect(read("niqe.json")).toEqual(expected);
  });

  it("gives the same bytes with one thread and with two", async () => {
    await fit("good --out one.json --threads 1");
    await fit("good --out two.json --threads 2");
    expect(readFileSync(join(cwd, "two.json"), "utf8")).toBe(readFileSync(join(cwd, "one.json"), "utf8"));
    expect(read("one.json")).toMatchObject({ patchSize: 96, images: count });
  });

  it("is read by niqe=", async () => {
    await fit("good --patch-size 56 --out 56.json");
    const { out } = await run("quality faces --quality niqe=56.json --format csv --no-cache", { cwd });
    const model = fitNiqe(good, { patchSize: 56 });
    const found = records(out).map((row) => Number(row["niqe=56"]));
    expect(found).toEqual(greys.map((grey) => -Math.fround(niqe(grey, model))));
  });

  it("warns where patches are few, and where they are too few for all directions", async () => {
    const some = await fit("good --out some.json");
    expect(some.err).toMatch(
      /^warning: 130 patches for the covariance of 36 features, expected some hundreds: it is poor;/,
    );
    const few = await fit("good/000.ppm good/001.ppm good/002.ppm --out few.json");
    expect(few.err).toMatch(
      /^warning: 3 patches .*: below 37 it has no width in some directions, which distances leave out;/,
    );
    expect(read("few.json")).toEqual(fitNiqe(good.slice(0, 3)));
  });

  it("leaves out pictures that fail, tells them, and ends with exit code 1; --strict makes them fatal", async () => {
    const files = { ...goodFiles(20), "good/cut.ppm": picture(1).subarray(0, 50), "good/small.ppm": picture(2, 40) };
    const broken = workFolder(files);
    const { code, out, err } = await run("quality fit-niqe good --patch-size 56 --out niqe.json", { cwd: broken });
    const expected = fitNiqe(good.slice(0, 20), { patchSize: 56 });
    expect(code).toBe(1);
    expect(out).toBe(`20 images, ${expected.patches} patches of 56 x 56 in niqe.json, 2 images failed\n`);
    expect(err).toContain("warning: good/cut.ppm: truncated PPM");
    expect(err).toContain("warning: good/small.ppm: 40x40 pixels, expected at least 56x56, a NIQE patch\n");
    expect(JSON.parse(readFileSync(join(broken, "niqe.json"), "utf8"))).toEqual(expected);
    const strict = await run("quality fit-niqe good --patch-size 56 --out s.json --strict", { cwd: broken });
    expect(strict).toMatchObject({ code: 2, out: "" });
    expect(filesBelow(broken).has("s.json")).toBe(false);
  });

  it("takes the size of its patches from the first picture that can be read", async () => {
    const files = {
      "g/0.ppm": "oops",
      "g/1.ppm": picture(1, 45),
      "g/2.ppm": picture(2, 50),
      "g/3.ppm": picture(3, 50),
    };
    const { code, out } = await run("quality fit-niqe g --out niqe.json", { cwd: workFolder(files) });
    expect({ code, out }).toEqual({
      code: 1,
      out: "3 images, 3 patches of 40 x 40 in niqe.json, 1 image failed\n",
    });
  });
});
