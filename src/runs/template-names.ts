// What template results call their models, and the folders that are called so.
import { basename } from "node:path";
import { UserError } from "../errors.js";
import { safeName } from "./safe-name.js";

export const nameOfFeatures = (path: string): string => basename(path).replace(/\.[^.]+$/, "");
export const nameOfModel = (path: string): string => basename(path).replace(/\.onnx$/i, "");

/** Folder of what shows all models of a run. */
export const overlayFolder = "overlay";

/** A source of embeddings as a user names it. */
type Named = ({ readonly features: string } | { readonly model: string }) & { readonly name?: string };

/** Each model has a folder of its own. @throws UserError where two would share one, or none can be called so */
export function checkNames(sources: readonly Named[]): void {
  const taken = new Map<string, string>();
  for (const source of sources) {
    const path = "model" in source ? source.model : source.features;
    const name = source.name ?? ("model" in source ? nameOfModel(path) : nameOfFeatures(path));
    const folder = safeName(name).toLowerCase(); // Some file systems take A and a for one.
    if (/^\.*$/.test(folder))
      throw new UserError(`--name "${name}": expected a name with letters or digits: a folder is called so`);
    if (sources.length > 1 && folder === overlayFolder)
      throw new UserError(`--name "${name}": the folder of the plots that show all models, expected another name`);
    const other = taken.get(folder);
    if (other !== undefined)
      throw new UserError(
        `${path}: called "${name}" in results as ${other} is, expected a name of its own for each; give --name`,
      );
    taken.set(folder, path);
  }
}
