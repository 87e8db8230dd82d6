import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { readBrisqueModel } from "../../src/store/brisque-files.js";

const folder = mkdtempSync(join(tmpdir(), "brisque-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fixtures = fileURLToPath(new URL("../../fixtures/quality/", import.meta.url));
const written = {
  model: readFileSync(join(fixtures, "brisque_model.yml"), "utf8"),
  range: readFileSync(join(fixtures, "brisque_range.yml"), "utf8"),
};

const list = (values: readonly number[]): string => `[ ${values.map((value) => value.toExponential(8)).join(", ")} ]`;
const zeros = new Array<number>(36).fill(0);
const byHand = {
  model: `%YAML:1.0
---
opencv_ml_svm:
   format: 3
   svmType: EPS_SVR
   kernel:
      type: RBF
      gamma: 5.0000000000000003e-02
   term_criteria: { epsilon:1.0000000000000000e-03 }
   var_count: 36
   sv_total: 2
   support_vectors:
      - ${list(zeros)}
      - [ 1., -2.5e-01, .5,
          ${list(zeros.slice(3)).slice(2)}
   decision_functions:
      -
         sv_count: 2
         rho: -5.
         alpha: [ 30., 2.0000000000000000e+01 ]
`,
  range: `%YAML:1.0
---
range: !!opencv-matrix
   rows: 2
   cols: 36
   dt: f
   data: ${list([...zeros.map((_, i) => i), ...zeros.map((_, i) => i + 10)])}
`,
};

let files = 0;
async function read({ model, range }: { model: string; range: string }) {
  const paths = [join(folder, `${++files}.model.yml`), join(folder, `${files}.range.yml`)] as const;
  writeFileSync(paths[0], model);
  writeFileSync(paths[1], range);
  return readBrisqueModel(...paths);
}

describe("BRISQUE's files", () => {
  it("give the numbers that stand in them", async () => {
    const model = await read(byHand);
    expect([model.gamma, model.rho, [...model.weights]]).toEqual([0.05, -5, [30, 20]]);
    expect([...model.vectors.slice(0, 36)]).toEqual(zeros);
    expect([...model.vectors.slice(36)]).toEqual([1, -0.25, 0.5, ...zeros.slice(3)]);
    expect([...model.least]).toEqual(zeros.map((_, i) => i));
    expect([...model.greatest]).toEqual(zeros.map((_, i) => i + 10));
  });

  it("are read as OpenCV writes them, by count and by last number", async () => {
    const model = await read(written);
    const count = Number(/sv_total: (\d+)/.exec(written.model)![1]);
    expect([model.weights.length, model.vectors.length]).toEqual([count, 36 * count]);
    expect(model.weights.at(-1)).toBe(Number(/(\S+) \]\s*$/.exec(written.model)![1]));
    expect(model.greatest.at(-1)).toBe(Number(/(\S+) \]\s*$/.exec(written.range)![1]));
  });

  const broken = (name: keyof typeof byHand, from: string | RegExp, to: string) => ({
    ...byHand,
    [name]: byHand[name].replace(from, to),
  });

  it.each([
    [
      "another form",
      { ...byHand, model: "a: 1\n" },
      'model.yml: holds no "opencv_ml_svm", expected the model that OpenCV',
    ],
    [
      "an empty file",
      { ...byHand, range: "" },
      'range.yml: holds no matrix "range", expected the ranges of BRISQUE\'s features',
    ],
    ["the range as model", { ...byHand, model: byHand.range }, 'model.yml: holds no "opencv_ml_svm"'],
    ["a classifier", broken("model", "EPS_SVR", "C_SVC"), 'model.yml: svmType is "C_SVC", expected EPS_SVR'],
    ["another kernel", broken("model", "RBF", "LINEAR"), 'model.yml: kernel type is "LINEAR", expected RBF'],
    [
      "a short vector",
      broken("model", "1., -2.5e-01,", "1.,"),
      "model.yml: support vector 2 has 35 numbers, expected 36",
    ],
    [
      "a weight too few",
      broken("model", "30., ", ""),
      "model.yml: 1 weights (alpha) for 2 support vectors, expected as many",
    ],
    ["no weights", broken("model", "alpha", "beta"), "model.yml: alpha has 0 numbers, expected a list"],
    ["no width", broken("model", "gamma", "delta"), "model.yml: gamma holds missing, expected a number"],
    [
      "a word among numbers",
      broken("model", ".5,", "half,"),
      'model.yml: support vector 2 holds "half", expected a number',
    ],
    [
      "a number that is none",
      broken("model", ".5,", ".Nan,"),
      'model.yml: support vector 2 holds ".Nan", expected a number',
    ],
    ["another size", broken("range", "cols: 36", "cols: 18"), "range.yml: range is 2x18, expected 2x36"],
    ["a range cut off", broken("range", /, \S+ \]/, " ]"), "range.yml: range has 71 numbers, expected 72"],
    [
      "a closed range",
      broken("range", "3.50000000e+1, 1.00000000e+1", "3.5e+1, 0.0"),
      "range.yml: feature 1 ranges from 0 to 0, expected from",
    ],
    [
      "what is no YAML",
      broken("model", "kernel:", "kernel: ["),
      /model.yml:\d+: .*, expected YAML as OpenCV writes it$/,
    ],
  ])("say of %s where it is and what was expected", async (_name, texts, message) => {
    await expect(read(texts)).rejects.toThrow(message);
    await expect(read(texts)).rejects.toMatchObject({ name: "UserError", message: expect.not.stringContaining("\n") });
  });

  it("say which file there is none of", async () => {
    await expect(readBrisqueModel(join(folder, "none.yml"), "x.yml")).rejects.toThrow(/none\.yml: no such file/);
  });
});
