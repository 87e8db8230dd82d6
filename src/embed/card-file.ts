import { checkCard } from "../dataset/card-schema.js";
import { readText } from "../host/files.js";
import { readJsonFile } from "../host/json.js";
import type { CardFile } from "./card.js";

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
