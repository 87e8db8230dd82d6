// What a file or folder is; of a model also what ONNX Runtime says.
import { inspectPath } from "../dataset/inspect.js";
import type { Inspection } from "../dataset/inspection.js";
import type { ValueInfo } from "../embed/model-plan.js";
import { UserError } from "../errors.js";

/** As inspectPath, with a model's inputs and outputs. @throws UserError when there is nothing at `path` */
export async function inspectFile(path: string): Promise<Inspection> {
  const found = await inspectPath(path);
  if (found.kind !== "ONNX model" || found.problems.length > 0) return found;
  try {
    return { ...found, facts: [...found.facts, ...(await modelFacts(path))] };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { ...found, problems: [error.message] };
  }
}

async function modelFacts(path: string): Promise<[string, string][]> {
  const [{ weightFiles }, { modelValues }] = await Promise.all([
    import("../embed/onnx-file.js"),
    import("../embed/session.js"),
  ]);
  const weights = weightFiles(path);
  const { inputs, outputs } = await modelValues(path);
  return [
    ...inputs.map((value): [string, string] => ["input", describe(value)]),
    ...outputs.map((value): [string, string] => ["output", describe(value)]),
    ...weights.map((file): [string, string] => ["weights in", file]),
  ];
}

/** "image: float32 batch x 3 x 112 x 112" */
const describe = ({ name, type, shape }: ValueInfo): string => `${name}: ${type} ${shape.join(" x ")}`.trimEnd();
