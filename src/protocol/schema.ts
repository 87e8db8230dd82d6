import { fileURLToPath } from "node:url";
import type { JsonFile } from "../host/json.js";
import { checkBySchema } from "../host/json-schema.js";

const schemaPath = fileURLToPath(new URL("../../protocols/schema/verification.schema.json", import.meta.url));

/** Checks a protocol file against the published schema. @throws UserError with file:line of every fault */
export const checkProtocol = (file: JsonFile): Promise<void> =>
  checkBySchema(file, schemaPath, "a protocol", ({ keyword, data }, field) => {
    // A user's own protocol names its pairs; "data" is for the built-in ones.
    if (field === "" && keyword === "anyOf") return 'no "pairs", expected the path of a pair list';
    if (field === "name" && keyword === "pattern")
      return `"name" must be small letters, digits, dots and dashes, found ${JSON.stringify(data)}`;
    return undefined;
  });
