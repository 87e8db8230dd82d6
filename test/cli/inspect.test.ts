import { expect, it } from "vitest";
import { run, workFolder } from "./command.js";
import { featureList, smallModel, soundPictures } from "./user-files.js";

it("inspect tells a model's inputs and outputs, what is wrong with one, and what lies in a folder", async () => {
  const cwd = workFolder({
    ...soundPictures,
    "cut.onnx": smallModel.subarray(0, 200),
    "lists/feat.list": featureList(),
  });
  await run("verify pairs.csv --images faces --model m.onnx --card small.json --cache kept --out out", { cwd });
  const { code, out } = await run("inspect m.onnx cut.onnx lists kept --format json", { cwd });
  expect(code).toBe(1);
  const [model, cut, folder, cache] = JSON.parse(out);
  expect(model).toMatchObject({ kind: "ONNX model", problems: [] });
  expect(model.facts).toContainEqual(["input", expect.stringMatching(/^\w+: float32 \w+ x 3 x 8 x 8$/)]);
  expect(model.facts).toContainEqual(["output", expect.stringMatching(/^\w+: float32 \w+ x 8$/)]);
  expect(cut.problems).toEqual([expect.stringMatching(/cut.onnx: cut short: 200 bytes, expected at least \d+/)]);
  expect(folder.facts).toContainEqual(["files", "feat.list"]);
  expect(cache.kind).toContain("embedding cache");
});
