// What doctor makes of what it finds, without finding it.
import { expect, it } from "vitest";
import { largestDifference } from "../../../src/embed/provider-trial.js";
import { Interrupted } from "../../../src/errors.js";
import { printCheckup, type Check } from "../../../src/report/checkup.js";
import { check, ok } from "../../../src/runs/doctor/check.js";
import { judgeSpace } from "../../../src/runs/doctor/disk-checks.js";
import { judgeMemory, judgeNode } from "../../../src/runs/doctor/machine-checks.js";
import { presetByName } from "../../../src/runs/doctor/model-family.js";
import { judgeProvider } from "../../../src/runs/doctor/provider-checks.js";
import { presetNames } from "../../../src/embed/presets.js";

it("Node is held against what the package needs, number by number", () => {
  const verdicts = ["20.15.0", "20.9.1", "18.20.4", "22.1.0", "100.0.0"].map(
    (found) => judgeNode(found, ">=20.15").verdict,
  );
  expect(verdicts).toEqual(["ok", "fail", "fail", "ok", "ok"]);
});

it("little memory and little room are told", () => {
  expect(judgeMemory({ memory: 8e9, free: 3e9 }).verdict).toBe("ok");
  expect(judgeMemory({ memory: 8e9, free: 5e8 })).toMatchObject({ verdict: "warn", says: "8.0 GB, 500.0 MB free" });
  expect([3e9, 5e8, 5e7].map((free) => judgeSpace(free, "out", "--out").verdict)).toEqual(["ok", "warn", "fail"]);
});

const answer = { runtime: "1", whole: true, batch: 8, perSecond: 1234.5, cosine: 1, difference: 3e-7 };

it("a provider that agrees with the CPU works; one that doesn't, in direction or length, is warned of", () => {
  const judge = (part: object) => judgeProvider("cuda", { answer: { ...answer, ...part } }, true, "m.onnx");
  expect(judge({})).toEqual(ok("1,230 images/s (m.onnx, 8 a run), within 3e-7 of the CPU's embeddings"));
  expect(judge({ whole: false }).says).toContain("some operators run on the CPU");
  for (const wrong of [{ cosine: 0.99 }, { cosine: NaN }, { difference: 0.5 }, { difference: NaN }])
    expect(judge(wrong).verdict).toBe("warn");
});

it("a provider that does not start is missed only where the machine has a device for it", () => {
  expect(judgeProvider("cuda", { fault: "no library" }, false, "m.onnx").verdict).toBe("none");
  expect(judgeProvider("cuda", { fault: "its process crashed (SIGSEGV)" }, true, "m.onnx")).toMatchObject({
    verdict: "warn",
    says: "does not start: its process crashed (SIGSEGV)",
    remedy: expect.stringContaining("CUDA 12"),
  });
});

it("the largest difference of embeddings is a length against the length of the second's row", () => {
  const rows = (...values: number[]) => ({ count: 2, dim: 2, values: Float32Array.from(values), quality: null });
  // Rows (3, 4) and (0, 2), of lengths 5 and 2; off by (0, 1) and (0.5, 0): 1/5 and 1/4.
  expect(largestDifference(rows(3, 5, 0.5, 2), rows(3, 4, 0, 2))).toBeCloseTo(0.25, 12);
  expect(largestDifference(rows(3, 5, 0, 2), rows(3, 4, 0, 2))).toBeCloseTo(0.2, 12);
  expect(largestDifference(rows(3, 4, 0, 2), rows(3, 4, 0, 2))).toBe(0);
  expect(largestDifference(rows(3, 4, 0, 0), rows(3, 4, 0, 0))).toBeNaN();
  expect(largestDifference({ ...rows(1, 2), count: 1 }, { ...rows(1, 2), count: 2, dim: 1 })).toBeNaN();
});

it("file names speak of presets that there are", () => {
  const names = {
    "magface_epoch_00025.onnx": "magface",
    "adaface_ir101_ms1mv2.onnx": "adaface",
    "AdaFace-CVL-vitb.onnx": "adaface-cvl",
    "glint360k_r100.onnx": "insightface",
    "w600k_r50.onnx": "insightface",
    "CR_FIQA_L.onnx": "cr-fiqa",
    "face_recognition_sface_2021dec.onnx": "sface",
    "facenet_vggface2.onnx": "facenet",
    "mobilefacenet.onnx": "mobilefacenet",
    "resnet50.onnx": null,
  };
  expect(Object.fromEntries(Object.keys(names).map((name) => [name, presetByName(name)]))).toEqual(names);
  const presets = Object.values(names).filter((name) => name !== null);
  expect(presetNames()).toEqual(expect.arrayContaining(presets));
});

it("a check that throws is one that failed; a signal is none", async () => {
  const throwing = check("machine", "threads", () => {
    throw new Error("out of handles\n    at somewhere");
  });
  expect(await throwing).toEqual({ group: "machine", name: "threads", verdict: "fail", says: "out of handles" });
  const stopped = check("machine", "threads", () => Promise.reject(new Interrupted("SIGINT")));
  await expect(stopped).rejects.toThrow(Interrupted);
});

it("checks are printed by group, with what to do below, and summed up", () => {
  const checks: Check[] = [
    { group: "machine", name: "Node", verdict: "ok", says: "22.1.0" },
    { group: "disk", name: "cache", verdict: "fail", says: "full", remedy: "make room" },
    { group: "machine", name: "threads", verdict: "none", says: "one core" },
  ];
  expect(printCheckup(checks)).toBe(
    [
      "machine",
      "  ok    Node     22.1.0",
      "  -     threads  one core",
      "",
      "disk",
      "  FAIL  cache    full",
      "                 -> make room",
      "",
      "1 fault",
    ].join("\n"),
  );
  expect(printCheckup([checks[0]])).toMatch(/\n\nall that is needed works$/);
  expect(printCheckup([checks[0], { ...checks[1], verdict: "warn" }])).toMatch(/works; 1 warning$/);
});
