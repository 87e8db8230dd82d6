import type { ValueInfo } from "../../embed/model-plan.js";
import { weightFiles } from "../../embed/onnx-file.js";
import { modelValues } from "../../embed/session.js";

export type ModelAnswer = Record<"inputs" | "outputs", ValueInfo[]>;

/** What goes into a model and what comes out. @throws UserError, one line, for one that is missing, damaged or refused */
export default async function lookAtModel({ model }: { model: string }): Promise<ModelAnswer> {
  weightFiles(model);
  return modelValues(model);
}
