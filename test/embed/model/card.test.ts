import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { checkCard } from "../../../src/dataset/card-schema.js";
import { resolveCard } from "../../../src/embed/card-choice.js";
import { readCardFile } from "../../../src/embed/card-file.js";
import { presetCard, presetNames } from "../../../src/embed/presets.js";
import { readJsonFile } from "../../../src/host/json.js";
import { scratch } from "./scratch.js";

const cards = new URL("../../../protocols/cards/", import.meta.url);

/** The table of preprocessing by model family, written down a second time. */
const table = [
  ["magface", "BGR", 0, 255, 112, 112, "none", true],
  ["ofiq-norm", "BGR", 0, 255, 112, 112, "none", true],
  ["insightface", "RGB", 127.5, 127.5, 112, 112, "sum", false],
  ["arcface", "RGB", 127.5, 127.5, 112, 112, "sum", false],
  ["elasticface", "RGB", 127.5, 127.5, 112, 112, "sum", false],
  ["curricularface", "RGB", 127.5, 127.5, 112, 112, "sum", false],
  ["insightface-mxnet", "RGB", 0, 1, 112, 112, "sum", false],
  ["cr-fiqa", "RGB", 127.5, 127.5, 112, 112, "none", false],
  ["adaface", "BGR", 127.5, 127.5, 112, 112, "sum", true],
  ["adaface-cvl", "RGB", 127.5, 127.5, 112, 112, "sum", true],
  ["magface-haiyuwu", "RGB", 127.5, 127.5, 112, 112, "sum", true],
  ["mobilefacenet", "RGB", 127.5, 128, 96, 112, "concat", false],
  ["sphereface", "BGR", 127.5, 128, 96, 112, "concat", false],
  ["sface", "RGB", 0, 1, 112, 112, "none", false],
  ["facenet", "RGB", 127.5, 128, 160, 160, "none", false],
  ["facenet-whiten", "RGB", 0, 1, 160, 160, "none", false],
  ["dlib", "RGB", 0, 1, 150, 150, "none", false],
] as const;

describe("presets", () => {
  test.each(table)(
    "%s: %s, (x - %d) / %d, %d x %d, flip %s",
    (name, channels, mean, scale, width, height, flip, magnitude) => {
      expect(presetCard(name)).toMatchObject({
        name,
        channels,
        mean: [mean, mean, mean],
        scale: [scale, scale, scale],
        width,
        height,
        flip,
        magnitude,
      });
    },
  );

  test("the table names every preset", () => {
    expect(presetNames()).toEqual(table.map(([name]) => name).sort());
  });

  test("those that rest on memory say so", () => {
    const unchecked = presetNames().filter((name) => presetCard(name).unchecked);
    expect(unchecked).toEqual([
      "dlib",
      "facenet",
      "facenet-whiten",
      "insightface-mxnet",
      "mobilefacenet",
      "sface",
      "sphereface",
    ]);
  });

  test.each(readdirSync(cards))("%s keeps to the published schema", async (file) => {
    await checkCard(readJsonFile(fileURLToPath(new URL(file, cards))));
  });

  test("a misspelt name finds the nearest one", () => {
    expect(() => presetCard("magfce")).toThrow('unknown preset "magfce"; did you mean "magface"?');
  });

  test("a name near to none lists them all", () => {
    expect(() => presetCard("resnet")).toThrow(/^unknown preset "resnet"; expected one of adaface, .*sphereface$/);
  });
});

describe("a card file", () => {
  const faultOf = async (content: string) => {
    const { write } = scratch();
    const path = write("card.json", content);
    return readCardFile(path).then(
      () => "none",
      (error: Error) => error.message.replaceAll(path, "card.json"),
    );
  };

  test.each([
    ['{"width": 96,}', "card.json:1: found }, expected no comma before it"],
    ["[]", "card.json:1: a card must be an object { }, found []"],
    ['{"chanels": "RGB"}', 'card.json:1: unknown field "chanels"; did you mean "channels"?'],
    ['{"channels": "rgb"}', 'card.json:1: "channels" must be RGB or BGR, found "rgb"'],
    ['{"width": 11.5}', 'card.json:1: "width" must be a whole number, found 11.5'],
    ['{"scale": 0}', 'card.json:1: "scale" must be one number above 0 or three, found 0'],
    ['{"mean": [1, 2]}', 'card.json:1: "mean" must be one number or three, found [1,2]'],
    ['{"flip": "both"}', 'card.json:1: "flip" must be none or sum or concat, found "both"'],
  ])("%s: %s", async (content, fault) => {
    expect(await faultOf(content)).toBe(fault);
  });

  test("all faults are told together", async () => {
    expect((await faultOf('{"width": -1, "flip": 3, "size": 5}')).split("\n")).toHaveLength(3);
  });
});

describe("which card a model gets", () => {
  const request = (model: string, more: { preset?: string; card?: string } = {}) => {
    const notes: string[] = [];
    return { notes, card: resolveCard({ model, ...more, note: (text) => void notes.push(text) }) };
  };

  test("magface, with a note, when nothing else is said", async () => {
    const { dir } = scratch();
    const { notes, card } = request(`${dir}/m.onnx`);
    expect((await card).name).toBe("magface");
    expect(notes).toEqual([
      'no --preset, no --card and no card beside the model: taking preset "magface" (BGR, x / 255)',
    ]);
  });

  test("the one of cli.md: 96 x 112, BGR, (x - 127.5) / 128", async () => {
    const { write } = scratch();
    const path = write("own.json", '{ "width": 96, "height": 112, "channels": "BGR", "mean": 127.5, "scale": 128 }');
    expect(await request("m.onnx", { card: path }).card).toEqual({
      name: "own",
      width: 96,
      height: 112,
      channels: "BGR",
      mean: [127.5, 127.5, 127.5],
      scale: [128, 128, 128],
      layout: "auto",
      whiten: false,
      input: null,
      output: null,
      normOutput: null,
      qualityOutput: null,
      varianceOutput: null,
      varianceForm: "variance",
      flip: "none",
      magnitude: false,
      unchecked: false,
    });
  });

  test("a partial card takes the rest from its preset", async () => {
    const { write } = scratch();
    const path = write("own.json", '{ "preset": "insightface", "flip": "none", "output": "fc1" }');
    expect(await request("m.onnx", { card: path }).card).toMatchObject({
      name: "own",
      channels: "RGB",
      mean: [127.5, 127.5, 127.5],
      flip: "none",
      output: "fc1",
    });
  });

  test("an incomplete card says what is missing", async () => {
    const { write } = scratch();
    const path = write("own.json", '{ "width": 112, "height": 112, "mean": 0 }');
    await expect(request("m.onnx", { card: path }).card).rejects.toThrow(
      `${path}: missing "channels", "scale", expected in the card or by a "preset" that holds them`,
    );
  });

  test("the card beside the model, unless a preset is named", async () => {
    const { dir, write } = scratch();
    const path = write("m.card.json", '{ "preset": "facenet" }');
    const beside = request(`${dir}/m.onnx`);
    expect((await beside.card).width).toBe(160);
    expect(beside.notes[0]).toBe(`card: ${path}`);
    expect((await request(`${dir}/m.onnx`, { preset: "magface" }).card).width).toBe(112);
  });

  test("a model.json beside it only if it is a card", async () => {
    const { dir, write } = scratch();
    write("m.json", '{ "epochs": 25 }');
    expect((await request(`${dir}/m.onnx`).card).name).toBe("magface");
    write("m.json", '{ "preset": "adaface" }');
    expect((await request(`${dir}/m.onnx`).card).normOutput).toBe("*");
  });

  test("an unchecked preset is noted", async () => {
    const { notes, card } = request("m.onnx", { preset: "facenet" });
    await card;
    expect(notes).toEqual(['preset "facenet": its preprocessing was not checked against the model\'s own code']);
  });
});
