import type { ErrorObject } from "ajv";
import { fileURLToPath } from "node:url";
import { faultsError } from "../errors.js";
import { readText } from "../host/files.js";
import { readJson } from "../host/json.js";
import type { CardFile } from "./card.js";
import { didYouMean } from "./nearest-name.js";

const schemaPath = fileURLToPath(new URL("../../protocols/schema/card.schema.json", import.meta.url));

/** A card file, checked against its schema. @throws UserError with the file and the place of every fault */
export async function readCardFile(path: string): Promise<CardFile>;
/** The same, or null for a file that is no JSON object or has none of the fields `tellTale`. */
export async function readCardFile(path: string, tellTale: readonly string[]): Promise<CardFile | null>;
export async function readCardFile(path: string, tellTale?: readonly string[]): Promise<CardFile | null> {
  if (tellTale && !looksLikeCard(path, tellTale)) return null;
  const content = readJson(path);
  const faults = await schemaFaults(content);
  if (faults.length > 0) throw faultsError(faults.map((fault) => `${path}: ${fault}`));
  return content as CardFile;
}

function looksLikeCard(path: string, tellTale: readonly string[]): boolean {
  try {
    const content: unknown = JSON.parse(readText(path));
    return content instanceof Object && tellTale.some((field) => field in content);
  } catch {
    return false;
  }
}

/** Faults of a card by the schema, one clause each; empty for a good one. */
export async function schemaFaults(card: unknown): Promise<string[]> {
  // Loaded only where a card is read: 60 ms that a run with a preset does not pay.
  const { Ajv } = await import("ajv");
  const schema = JSON.parse(readText(schemaPath)) as { properties: Record<string, unknown> };
  const check = new Ajv({ allErrors: true, verbose: true }).compile(schema);
  if (check(card)) return [];
  const errors = check.errors ?? [];
  // anyOf repeats the fault of each of its branches: one line a place is enough.
  const alternatives = new Set(
    errors.filter(({ keyword }) => keyword === "anyOf").map(({ instancePath }) => instancePath),
  );
  const told = errors.filter(
    ({ keyword, instancePath }) =>
      keyword === "anyOf" || ![...alternatives].some((place) => instancePath.startsWith(place)),
  );
  return told.map((error) => describe(error, Object.keys(schema.properties)));
}

function describe({ keyword, instancePath, params, message, data }: ErrorObject, fields: readonly string[]): string {
  const field = instancePath.slice(1);
  const found = data === undefined ? "" : `, found ${JSON.stringify(data)?.slice(0, 60)}`;
  if (keyword === "additionalProperties") {
    const name = String((params as { additionalProperty: string }).additionalProperty);
    return `unknown field "${name}"${didYouMean(name, fields)}`;
  }
  if (keyword === "anyOf")
    return `"${field}" must be one number${field === "scale" ? " above 0" : ""} or three${found}`;
  if (keyword === "enum")
    return `"${field}" must be ${(params as { allowedValues: string[] }).allowedValues.join(" or ")}${found}`;
  return `${field === "" ? "a card" : `"${field}"`} ${message}${found}`;
}
