import { basename } from "node:path";
import { digestOf } from "../host/digest.js";
import { weightFiles } from "./onnx-file.js";

/**
 * SHA-256 of a model: of its file, as sha256sum prints it; where further files hold its weights, of the digests of all
 * of them in order, so that changed weights are another model.
 *
 * @param digestFiles SHA-256 of each file, 32 bytes a file; the cache remembers those of files that did not change
 * @throws UserError, one line, when the path is no ONNX model or its weights are not beside it
 */
export async function digestModel(
  path: string,
  digestFiles: (paths: readonly string[]) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const digests = await digestFiles([path, ...weightFiles(path)]);
  return digests.length === 32 ? digests : digestOf(digests);
}

/** A model's name in results: its file's, without .onnx. */
export const modelName = (path: string): string => basename(path).replace(/\.onnx$/i, "");
