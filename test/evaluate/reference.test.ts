// Figures on the reference sets, digit for digit against an independent numpy program. The program's output lies in
// ../shared/reference/expected (or EXPECTED_DATA, for sets of another seed); the sets are made by gen_1v1.py beside it into the folder REFERENCE_DATA,
// under lfw/ and cfp/. Without either these tests are skipped.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { conventions, type Convention } from "../../src/evaluate/conventions.js";
import type { VerificationInput } from "../../src/evaluate/input.js";
import { evaluateVerification } from "../../src/evaluate/verification.js";

const data = process.env.REFERENCE_DATA;
const expected =
  process.env.EXPECTED_DATA ?? fileURLToPath(new URL("../../../shared/reference/expected", import.meta.url));
const expectedFile = (set: string): string => `${expected}/${set}-1v1.json`;

/** Numbers of a .npy file, whose header length stands at byte 8. */
function npy(path: string): ArrayBuffer {
  const bytes = readFileSync(path);
  return new Uint8Array(bytes).buffer.slice(10 + bytes.readUInt16LE(8));
}

/** Pair i is rows 2i and 2i + 1. */
function load(set: string): VerificationInput {
  const values = new Float32Array(npy(`${data}/${set}/feats.npy`));
  const genuine = new Uint8Array(npy(`${data}/${set}/issame.npy`));
  return {
    embeddings: { count: 2 * genuine.length, dim: 512, values },
    left: Uint32Array.from(genuine, (_, i) => 2 * i),
    right: Uint32Array.from(genuine, (_, i) => 2 * i + 1),
    genuine,
    fold: null,
    subjects: null,
  };
}

const conventionOf: Record<string, Convention> = {
  magface: "magface",
  magfaceNoMean: "magface-no-mean",
  insightface: "insightface",
  insightfaceExact: "exact",
  magfaceExact: "magface-exact",
};

describe.each(["lfw", "cfp"])("reference set %s", (set) => {
  const ready = data !== undefined && existsSync(`${data}/${set}/feats.npy`) && existsSync(expectedFile(set));
  if (!ready) {
    it.skip("needs REFERENCE_DATA and ../shared/reference", () => {});
    return;
  }
  const expected = JSON.parse(readFileSync(expectedFile(set), "utf8"));
  const result = evaluateVerification(load(set), { conventions, fars: [1e-1, 1e-2, 1e-3], bootstrap: 0 });
  const find = (name: string, convention: string) =>
    result.figures.find((figure) => figure.name === name && figure.convention === convention)!;

  it.each(Object.keys(conventionOf))("%s: accuracy, std and every fold", (key) => {
    const convention = conventionOf[key];
    const { accuracy, std, folds } = expected[key];
    expect(find("accuracy", convention)).toMatchObject({ value: accuracy, std });
    const rows = result.folds.filter((row) => row.convention === convention);
    rows.forEach((row, fold) => {
      const { threshold, ...rest } = folds[fold];
      expect(row).toMatchObject(rest);
      // Angles after centring pass through arccos and a mean in another order; all else is the same double.
      if (key === "magfaceExact") expect(Math.abs(row.threshold - threshold)).toBeLessThan(1e-13);
      else expect(row.threshold).toBe(threshold);
    });
  });

  it.each([
    ["interp", "insightface"],
    ["grid", "insightface-grid"],
  ])("TAR at FAR 1e-3 over folds, %s", (key, convention) => {
    const { val, valStd, far, thresholds } = expected.valAtFar[key];
    expect(find("tar@far=1e-3", convention)).toMatchObject({ value: val, std: valStd, far });
    const rows = result.tarFolds.filter((row) => row.convention === convention);
    expect(rows.map((row) => row.threshold)).toEqual(thresholds);
  });

  it("AUC, TAR, FAR and thresholds over all pairs", () => {
    expect(find("auc", "exact").value).toBe(expected.pooled.auc);
    for (const [target, { tar, far, limit }] of Object.entries<Record<string, number>>(expected.pooled.tarAtFar)) {
      const name = `tar@far=${Number(target).toExponential()}`;
      expect(find(name, "exact")).toMatchObject({ value: tar, far, threshold: limit });
    }
  });

  it("EER within the rounding of the program's 1 - x", () => {
    // The program takes the nearest step; on these sets FMR = FNMR there, so that the crossing is the same.
    expect(find("eer", "exact").value).toBeCloseTo(expected.pooled.eer.value, 15);
  });
});
