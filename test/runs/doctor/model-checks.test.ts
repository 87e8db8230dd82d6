// A model, its card and the pixels it is fed, looked at as doctor does.
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { dataSetsIn } from "../../../src/dataset/data-sets.js";
import { presetCard } from "../../../src/embed/presets.js";
import { openAside } from "../../../src/runs/doctor/check.js";
import { modelChecks, pixelsCheck, type ModelQuestion } from "../../../src/runs/doctor/model-checks.js";
import { drawDataset, usualSizes } from "../../../src/synth/dataset.js";
import { workFolder } from "../../cli/command.js";
import { smallModel } from "../../cli/user-files.js";

const { signal } = new AbortController();
const aside = openAside(signal);
const folder = workFolder({ "cut.onnx": smallModel.subarray(0, 900) });
const tiny = "fixtures/magface-tiny.onnx";

const said = async (question: ModelQuestion) => {
  const { checks, card } = await modelChecks(question, aside);
  return {
    ...Object.fromEntries(checks.map(({ name, verdict, says }) => [name, `${verdict}: ${says}`])),
    runs: card !== null,
  };
};

/** The small model of magface's pixels under another name, without its card. */
function renamed(name: string): string {
  copyFileSync(tiny, join(folder, name));
  return join(folder, name);
}

describe("a model", () => {
  it("with its card beside it", async () => {
    expect(await said({ model: tiny })).toEqual({
      "magface-tiny.onnx": "ok: takes image (batchx3x112x112), gives embedding (batchx128)",
      card: "ok: magface-tiny.card.json: 112x112 BGR, x / 255, flip none",
      preset: expect.stringMatching(/^ok: \d+ presets fit its shapes; its name speaks of magface, whose pixels/),
      runs: true,
    });
  });

  it("without a card: what its name speaks of is told, or that nothing does", async () => {
    expect(await said({ model: renamed("glint360k.onnx") })).toMatchObject({
      card: expect.stringMatching(/^warn: none beside it and no --preset: runs would take preset magface/),
      preset: expect.stringContaining("its name speaks of insightface"),
    });
    expect(await said({ model: renamed("net.onnx") })).toMatchObject({
      card: expect.stringMatching(/^warn: /),
      preset: expect.stringMatching(/^none: .*insightface.*its name speaks of none$/),
    });
    expect(await said({ model: renamed("magface_r18.onnx") })).toMatchObject({ card: expect.stringMatching(/^ok: /) });
  });

  it("with a preset that its name speaks against, or that does not fit", async () => {
    expect(await said({ model: renamed("adaface.onnx"), preset: "insightface" })).toMatchObject({
      card: "ok: insightface: 112x112 RGB, (x - 127.5) / 127.5, flip sum",
      preset: "warn: its name speaks of adaface (BGR, (x - 127.5) / 127.5), the card feeds RGB, (x - 127.5) / 127.5",
    });
    const { runs, card } = (await said({ model: tiny, preset: "facenet" })) as { runs: boolean; card: string };
    expect([runs, card]).toEqual([
      false,
      expect.stringMatching(/^fail: .*batchx3x112x112, card "facenet" makes 3x160x160/),
    ]);
  });

  it("cut short", async () => {
    expect(await said({ model: join(folder, "cut.onnx") })).toEqual({
      "cut.onnx": expect.stringMatching(/^fail: .*cut short: 900 bytes, expected at least \d+$/),
      runs: false,
    });
  });
});

describe("a model's pixels on the pairs of a data set", () => {
  const data = join(folder, "drawn");
  beforeAll(async () => {
    const sizes = { ...usualSizes.lfw, people: 60, pictures: 4, folds: 5, pairsPerKind: 20 };
    const progress = { start() {}, step() {}, stop() {} };
    await drawDataset("lfw", { sizes, difficulty: 1, seed: 1, out: data, progress, signal });
  });
  const tried = async (preset: string) => {
    const [set] = await dataSetsIn(data);
    return pixelsCheck({ model: tiny, card: presetCard(preset) }, set, aside);
  };

  it("are right by the preset it was trained with", async () => {
    expect(await tried("magface")).toMatchObject({
      verdict: "ok",
      says: expect.stringMatching(/clearly better than BGR, x \/ 255 \(d' /),
    });
  });

  it("are wrong by another, and the right one is named", async () => {
    const { verdict, remedy } = await tried("insightface");
    expect([verdict, remedy]).toEqual(["warn", expect.stringMatching(/--preset magface .*\(BGR, x \/ 255\)$/)]);
  });

  it("are not tried where the faces are of another size", async () => {
    const [set] = await dataSetsIn(data);
    const card = { ...presetCard("magface"), width: 96, height: 96 };
    expect((await pixelsCheck({ model: tiny, card }, set, aside)).verdict).toBe("fail");
  });
});
