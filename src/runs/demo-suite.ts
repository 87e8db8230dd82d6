// What the demo measures, as a suite file that anybody can run again and change.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readBytes, writeWhole } from "../host/files.js";
import type { SuitePlace } from "../protocol/suite.js";
import type { DemoRequest } from "./demo-finding.js";

/** Model trained as MagFace, and its twin trained as ArcFace: fixtures/README.md. */
export const demoModels = { magface: "magface-tiny", arcface: "arcface-tiny" } as const;

/** Verification sets of the demo, and what they are like. */
export const demoSets = [
  ["lfw", "like LFW"],
  ["cfp", "like CFP-FP (turned heads)"],
  ["agedb", "like AgeDB-30 (years apart)"],
] as const;

/** Every quality of the demo: the model's own magnitude first, then its twin's, and what knows nothing of faces. */
export const demoQualities = [
  "magnitude",
  `magnitude=models/${demoModels.arcface}.onnx`,
  "ser-fiq",
  "piqe",
  "niqe=niqe.json",
  "random",
];

const suite = (seed: number): string => `# Run again: magface-eval run suite.yaml
format: 1
title: Drawn faces
out: results
cache: cache
dataRoot: data
models:
  - { name: ${demoModels.magface}, model: models/${demoModels.magface}.onnx }
  - { name: ${demoModels.arcface}, model: models/${demoModels.arcface}.onnx }
defaults: { seed: ${seed}, provider: cpu, batch: 32 }
tasks:
  - verification: [${demoSets.map(([set]) => set).join(", ")}]
  - templates: { sets: [ijbc], pooling: [magface, magface-plus] }
  - erc:
      sets: [lfw]
      models: [${demoModels.magface}]
      quality: [${demoQualities.join(", ")}]
      fmr: [1e-2, 1e-3]
      bootstrap: 400
  - magnitude: [${demoSets.map(([set]) => set).join(", ")}]
`;

/** Writes suite.yaml into the demo's folder, and the models that come along beside it. */
export function writeDemoSuite({ out, seed }: DemoRequest): SuitePlace {
  for (const model of Object.values(demoModels))
    for (const file of [`${model}.onnx`, `${model}.card.json`])
      writeWhole(
        join(out, "models", file),
        readBytes(fileURLToPath(new URL(`../../fixtures/${file}`, import.meta.url))),
      );
  const path = join(out, "suite.yaml");
  writeWhole(path, suite(seed));
  return { path, from: out };
}
