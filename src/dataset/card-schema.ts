import { fileURLToPath } from "node:url";
import type { JsonFile } from "../host/json.js";
import { checkBySchema } from "../host/json-schema.js";

const schemaPath = fileURLToPath(new URL("../../protocols/schema/card.schema.json", import.meta.url));

/** Checks a model card against the published schema. @throws UserError with file:line of every fault */
export const checkCard = (file: JsonFile): Promise<void> =>
  checkBySchema(file, schemaPath, "a card", ({ keyword, data }, field) =>
    keyword === "anyOf"
      ? `"${field}" must be one number${field === "scale" ? " above 0" : ""} or three, found ${JSON.stringify(data)}`
      : undefined,
  );
