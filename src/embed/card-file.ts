import { fileURLToPath } from "node:url";
import { readText } from "../host/files.js";
import { readJsonFile, type JsonFile } from "../host/json.js";
import { checkBySchema } from "../host/json-schema.js";
import type { CardFile } from "./card.js";

const schemaPath = fileURLToPath(new URL("../../protocols/schema/card.schema.json", import.meta.url));

/** A card file, checked against its schema. @throws UserError with the file and the line of every fault */
export async function readCardFile(path: string): Promise<CardFile>;
/** The same, or null for a file that is no JSON object or has none of the fields `tellTale`. */
export async function readCardFile(path: string, tellTale: readonly string[]): Promise<CardFile | null>;
export async function readCardFile(path: string, tellTale?: readonly string[]): Promise<CardFile | null> {
  if (tellTale && !looksLikeCard(path, tellTale)) return null;
  const file = readJsonFile(path);
  await checkCard(file);
  return file.content as CardFile;
}

function looksLikeCard(path: string, tellTale: readonly string[]): boolean {
  try {
    const content: unknown = JSON.parse(readText(path));
    return content instanceof Object && tellTale.some((field) => field in content);
  } catch {
    return false;
  }
}

/** @throws UserError with file:line of every fault of a card by the published schema */
export const checkCard = (file: JsonFile): Promise<void> =>
  checkBySchema(file, schemaPath, "a card", ({ keyword, data }, field) =>
    keyword === "anyOf"
      ? `"${field}" must be one number${field === "scale" ? " above 0" : ""} or three, found ${JSON.stringify(data)}`
      : undefined,
  );
