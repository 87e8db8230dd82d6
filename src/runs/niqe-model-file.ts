// NIQE models as the files that `quality fit-niqe` writes.
import { UserError } from "../errors.js";
import { readJsonFile } from "../host/json.js";
import { niqeFeatures, type NiqeModel } from "../quality/niqe.js";

/** A model as JSON that people can look through: a row of the covariance a line. */
export function printNiqeModel({ covariance, ...model }: NiqeModel): string {
  const { mean, ...counts } = model;
  const rows = covariance.map((row) => `    ${JSON.stringify(row)}`).join(",\n");
  const heads = Object.entries(counts).map(([name, value]) => `  "${name}": ${value},\n`);
  return `{\n${heads.join("")}  "mean": ${JSON.stringify(mean)},\n  "covariance": [\n${rows}\n  ]\n}\n`;
}

/** @throws UserError saying what is wrong with the file */
export function readNiqeModel(path: string): NiqeModel {
  const { content } = readJsonFile(path);
  const { patchSize, images, patches, mean, covariance } = (content ?? {}) as Partial<NiqeModel>;
  const numbers = (list: unknown): boolean =>
    Array.isArray(list) && list.length === niqeFeatures && list.every((value) => Number.isFinite(value));
  if (
    !(Number.isInteger(patchSize) && patchSize! >= 8 && patchSize! % 8 === 0) ||
    !numbers(mean) ||
    !Array.isArray(covariance) ||
    !(covariance.length === niqeFeatures && covariance.every(numbers))
  )
    throw new UserError(`${path}: no NIQE model, expected what "magface-eval quality fit-niqe" writes`);
  return { patchSize: patchSize!, images: images ?? 0, patches: patches ?? 0, mean: mean!, covariance };
}
