// Template figures on the full-scale reference sets, against an independent float64 numpy program whose output lies in
// ../shared/reference/expected (or EXPECTED_DATA). The sets are made by gen_ijb.py beside it into the folder
// REFERENCE_DATA, under ijbb/ and ijbc/. Without either these tests are skipped; they take half a minute and 1.5 GB.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import type { TemplateRequest } from "../../src/runs/template-request.js";
import { runTemplates } from "../../src/runs/templates.js";
import type { TemplateSet } from "../../src/protocol/template-folder.js";
import type { Figure, Io } from "../../src/types.js";

const data = process.env.REFERENCE_DATA;
const expectedFolder =
  process.env.EXPECTED_DATA ?? fileURLToPath(new URL("../../../shared/reference/expected", import.meta.url));
const expectedOf = (set: string, what: string) =>
  JSON.parse(readFileSync(`${expectedFolder}/${set}-${what}.json`, "utf8"));

const io: Io = {
  ...{ out() {}, note() {}, warn() {}, detail() {} },
  progress: { start() {}, step() {}, stop() {} },
  env: {},
  cwd: "/",
  now: () => performance.now(),
  signal: new AbortController().signal,
};

/** The reference program's variants as fields of our figures. */
const variants: Record<string, Record<string, unknown>> = {
  "raw-plain-nodet-normmedia": { pooling: "magface", norm: "kept", flip: "none", detectorScore: false },
  "raw-plain-nodet-mean": { pooling: "magface-plus", norm: "kept", flip: "none", detectorScore: false },
  "unit-plain-nodet-mean": { pooling: "magface-plus", norm: "removed", flip: "none", detectorScore: false },
  "raw-flip-det-mean": { pooling: "insightface", norm: "kept", flip: "sum", detectorScore: true },
  "unit-flip-det-mean": { pooling: "insightface", norm: "removed", flip: "sum", detectorScore: true },
};
interface SearchRow {
  readonly rank1: number;
  readonly rank5: number;
  readonly rank10: number;
  readonly openSet?: Record<string, { tpir: number; tpirAnyRank: number; fpir: number; limit?: number }>;
}

const targets = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1];

describe.each(["ijbb", "ijbc"] as const)("reference set %s", (set: TemplateSet) => {
  const ready =
    data !== undefined && existsSync(`${data}/${set}/feats.npy`) && existsSync(`${expectedFolder}/${set}-1v1.json`);
  if (!ready) {
    it.skip("needs REFERENCE_DATA and ../shared/reference", () => {});
    return;
  }
  let figures: Figure[] = [];
  const find = (name: string, convention: string, fields: Record<string, unknown>): Figure => {
    const found = figures.filter(
      (figure) =>
        figure.name === name &&
        figure.convention === convention &&
        Object.entries(fields).every(([key, value]) => figure[key] === value),
    );
    expect(found).toHaveLength(1);
    return found[0];
  };
  beforeAll(async () => {
    const common = {
      set,
      data: `${data}/${set}`,
      identification: true,
      scorings: ["cosine"],
      bootstrap: 0,
      seed: 1,
    } as const;
    const rest = { provider: "cpu", out: null, scores: false } as const;
    const features = `${data}/${set}/feats.npy`;
    const modes: TemplateRequest["modes"] = [
      { pooling: "magface", norm: "kept" },
      { pooling: "magface-plus", norm: "kept" },
      { pooling: "magface-plus", norm: "removed" },
    ];
    const both: TemplateRequest["modes"] = [
      { pooling: "insightface", norm: "kept" },
      { pooling: "insightface", norm: "removed" },
    ];
    const plain = await runTemplates({ ...common, ...rest, modes, detectorScore: false, sources: [{ features }] }, io);
    const flipped = `${data}/${set}/feats_flip.npy`;
    const flip = await runTemplates(
      { ...common, ...rest, modes: both, detectorScore: true, sources: [{ features, flipped }] },
      io,
    );
    figures = [...plain, ...flip].flatMap(({ result }) => [...result.figures]);
  }, 600_000);

  it.each(Object.keys(variants))("%s: exact operating points and AUC", (variant) => {
    const expected = expectedOf(set, "1v1")[variant];
    targets.forEach((far, at) => {
      const { tar, tp, fp, farReached, lowestAccepted, firstRefusedImpostor } = expected.points[at];
      const figure = find(`tar@far=${far.toExponential()}`, "exact", variants[variant]);
      expect(figure).toMatchObject({ value: tar, far: farReached, accepted: { genuine: tp, impostor: fp } });
      expect(Math.abs(figure.threshold! - firstRefusedImpostor)).toBeLessThan(1e-12);
      expect(figure.threshold!).toBeLessThan(lowestAccepted);
    });
    expect(find("auc", "exact", variants[variant]).value).toBe(expected.auc);
  });

  it.each(Object.keys(variants))("%s: nearest-corner to every digit, magface's TAR to the last", (variant) => {
    const expected = expectedOf(set, "conventions")[variant];
    if (expected === undefined) return;
    targets.forEach((far, at) => {
      const { nearestCorner, float32AngleNearestCorner: angle } = expected.targets[at];
      const name = `tar@far=${far.toExponential()}`;
      expect(find(name, "nearest-corner", variants[variant])).toMatchObject({
        value: nearestCorner.tar,
        far: nearestCorner.far,
      });
      // As on the machine the expected numbers come from, whose processor has AVX-512.
      const own = find(name, "magface", variants[variant]);
      expect(own.value).toBe(angle.tar);
      expect(own.far).toBe(angle.far);
    });
  });

  it.each(Object.keys(variants))("%s: identification", (variant) => {
    const expected = expectedOf(set, "1n")[variant];
    if (expected === undefined) return;
    const fields = variants[variant];
    const check = (gallery: string, { rank1, rank5, rank10, openSet }: SearchRow) => {
      for (const [name, value] of Object.entries({ "rank-1": rank1, "rank-5": rank5, "rank-10": rank10 }))
        expect(find(name, "exact", { ...fields, gallery }).value).toBe(value);
      for (const [fpir, point] of Object.entries(openSet ?? {})) {
        const figure = find(`tpir@fpir=${Number(fpir).toExponential()}`, "exact", { ...fields, gallery });
        expect(figure.value).toBe(point.tpir);
        if (point.limit === undefined) continue;
        expect(figure).toMatchObject({ fpir: point.fpir, anyRank: point.tpirAnyRank });
        expect(Math.abs(figure.threshold! - point.limit)).toBeLessThan(1e-12);
      }
    };
    check("merged", expected.union);
    for (const [gallery, found] of Object.entries<SearchRow>(expected.galleries)) check(gallery, found);
    check("mean", expected.average);
    for (const [rate, { tpir, threshold, falsePairs }] of Object.entries<{
      tpir: number;
      threshold: number;
      falsePairs: number;
    }>(expected.union.insightface)) {
      const figure = find(`tpir@fpir=${Number(rate).toExponential()}`, "insightface", { ...fields, gallery: "merged" });
      expect(figure).toMatchObject({ value: tpir, falsePairs });
      expect(Math.abs(figure.threshold! - threshold)).toBeLessThan(1e-12);
    }
  });
});
