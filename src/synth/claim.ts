// Whose folder it is: a data set goes into an empty folder, or into one that was made from the very same settings.
import { join } from "node:path";
import { UserError } from "../errors.js";
import { isFile, isFolder, listFolder, readText } from "../host/files.js";

/** The file that tells what a folder's data set was made from. */
export const manifestName = "manifest.json";

export const manifestText = (manifest: object): string => JSON.stringify(manifest, null, 2) + "\n";

/**
 * Whether a folder has this very manifest; else it is empty or not there yet.
 *
 * @throws UserError when the folder holds anything else
 */
export function holdsManifest(folder: string, manifest: string): boolean {
  const path = join(folder, manifestName);
  if (isFile(path)) {
    if (readText(path) === manifest) return true;
    throw new UserError(`${path}: made with other settings or versions, expected these or an empty folder`);
  }
  if (isFolder(folder) && listFolder(folder).length > 0) {
    throw new UserError(`${folder}: holds other files, expected an empty folder or one of this data set`);
  }
  return false;
}
