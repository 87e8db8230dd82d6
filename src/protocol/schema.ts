import type { ErrorObject } from "ajv";
import { fileURLToPath } from "node:url";
import { faultsError } from "../errors.js";
import { readJson } from "../host/json.js";

const schemaFile = fileURLToPath(new URL("../../protocols/schema/verification.schema.json", import.meta.url));

/**
 * Checks the content of a protocol file against the published schema.
 *
 * @throws UserError with the JSON path of every fault
 */
export async function checkProtocol(path: string, content: unknown): Promise<void> {
  // Loaded here, not at the top: the validator takes longer to load than all else a run with a built-in protocol needs.
  const { Ajv } = await import("ajv");
  const check = new Ajv({ allErrors: true, strictRequired: false }).compile(readJson(schemaFile) as object);
  if (check(content)) return;
  const faults = (check.errors ?? []).map((error) => `${path}: ${describe(error)}`);
  throw faultsError([...new Set(faults)]);
}

function describe({ instancePath, keyword, params, message }: ErrorObject): string {
  const place = instancePath === "" ? "" : `${instancePath}: `;
  const { additionalProperty, missingProperty, allowedValues, allowedValue } = params as Record<string, unknown>;
  if (keyword === "additionalProperties") return `${place}unknown field "${String(additionalProperty)}"`;
  if (keyword === "anyOf" || (keyword === "required" && (missingProperty === "pairs" || missingProperty === "data"))) {
    return `${place}no "pairs", expected the path of a pair list`;
  }
  if (keyword === "required") return `${place}no "${String(missingProperty)}"`;
  if (keyword === "enum") return `${place}expected one of ${(allowedValues as string[]).join(", ")}`;
  if (keyword === "const") return `${place}expected "${String(allowedValue)}"`;
  return `${place}${message ?? keyword}`;
}
