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

it("inspect knows quality numbers by their look, and takes no list of pairs for them", async () => {
  const cwd = workFolder({
    "quality.csv": "name,magnitude,piqe\na/1.jpg,21.5,-40\na/2.jpg,,-38.25\nb/1.jpg,24.75,-41\n",
    "empty.csv": "name,piqe\na/1.jpg,\n",
    "ofiq.csv": "Filename;UnifiedQualityScore\na.png;31\nb.png;7\n",
    "scores.txt": "a/1.jpg 0.5\na/2.jpg 2\n",
    "labels.txt": "a/1.jpg 0\na/2.jpg 1\n",
    "pairs.csv": "a,b,same\nx.jpg,y.jpg,1\nx.jpg,z.jpg,0\n",
  });
  const { code, out } = await run(
    "inspect quality.csv empty.csv ofiq.csv scores.txt labels.txt pairs.csv --format json",
    {
      cwd,
    },
  );
  expect(code).toBe(1);
  const [quality, empty, ofiq, scores, labels, pairs] = JSON.parse(out);
  expect(quality).toMatchObject({ kind: "quality numbers", problems: [] });
  expect(quality.facts.slice(1)).toEqual([
    ["images", "3"],
    ["magnitude", "21.50 to 24.75, 1 without a number"],
    ["piqe", "-41.00 to -38.25"],
  ]);
  expect(empty.problems).toEqual(['empty.csv: column "piqe": 1 image, no number']);
  expect(ofiq).toMatchObject({ kind: "quality numbers", problems: [] });
  expect(scores).toMatchObject({ kind: "quality numbers", problems: [] });
  expect(labels.kind).not.toContain("quality");
  expect(pairs.kind).toBe("pair list (csv)");
});

it("inspect counts templates, looks for their pictures, and holds a folder's own protocol against its pairs", async () => {
  const cwd = workFolder({
    "ijbc/meta/ijbc_face_tid_mid.txt": "1.jpg 1 1\n2.jpg 1 2\n3.jpg 2 3\n",
    "ijbc/meta/ijbc_template_pair_label.txt": "1 2 0\n",
    "ijbc/loose_crop/1.jpg": "",
    "ijbc/loose_crop/3.jpg": "",
    "mine/pairs.csv": "a,b,same\n1.jpg,2.jpg,1\n1.jpg,3.jpg,0\n",
    "mine/protocol.json": JSON.stringify({
      ...{ name: "mine", task: "verification", pairs: "pairs.csv", images: ".", expected: { pairs: 3 } },
    }),
    ...{ "mine/1.jpg": "", "mine/2.jpg": "", "mine/3.jpg": "" },
  });
  const { code, out } = await run("inspect ijbc mine --format json", { cwd });
  expect(code).toBe(1);
  const [templates, mine] = JSON.parse(out);
  expect(templates.kind).toBe("data of ijbc");
  expect(templates.facts).toEqual([
    ["images", "3"],
    ["templates", "2"],
    ["pairs", "1 (0 genuine)"],
    ["whole set", "no, that has 469,375 images, 23,124 templates, 15,658,489 pairs, 19,557 genuine"],
    ["pictures found", "2 of 3 looked for"],
    ["1:N lists", "without ijbc_1N_gallery_G1.csv, ijbc_1N_gallery_G2.csv, ijbc_1N_probe_mixed.csv"],
  ]);
  expect(templates.problems).toEqual(["1 picture missing in ijbc/loose_crop: 2.jpg"]);
  expect(mine).toMatchObject({ kind: "data of mine" });
  expect(mine.problems).toEqual([expect.stringMatching(/pairs\.csv: 2 pairs .*, mine expects 3 pairs/)]);
});
