import type { ErrorObject } from "ajv";
import { faultsError } from "../errors.js";
import { readJson, type JsonFile } from "./json.js";
import { didYouMean } from "./nearest-name.js";

/** Words for faults that a schema's own rules explain badly; undefined = the usual words will do. */
export type SpecialWords = (fault: ErrorObject, field: string) => string | undefined;

/**
 * Checks a JSON file against one of our published schemas.
 *
 * @param whole what the file is, "a card" say
 * @throws UserError with file:line of every fault
 */
export async function checkBySchema(
  file: JsonFile,
  schemaPath: string,
  whole: string,
  special: SpecialWords = () => undefined,
): Promise<void> {
  // Loaded only where a file is checked: 60 ms that a run with built-in protocols and presets does not pay.
  const { Ajv } = await import("ajv");
  // That our schemas are schemas is a test's matter, not of every run (40 ms).
  const ajv = new Ajv({ allErrors: true, verbose: true, strictRequired: false, validateSchema: false, meta: false });
  const check = ajv.compile(readJson(schemaPath) as object);
  if (check(file.content)) return;
  const lines = withoutBranches(check.errors ?? []).map((fault) => {
    const place = placeOf(fault);
    const field = fieldOf(place);
    return `${file.path}:${file.lineOf(place)}: ${special(fault, field) ?? describe(fault, field, whole)}`;
  });
  throw faultsError([...new Set(lines)]);
}

/** Faults without those of anyOf's branches, which repeat it, and without "if", which its branch's own faults explain. */
function withoutBranches(faults: readonly ErrorObject[]): ErrorObject[] {
  const told = faults.filter(({ keyword }) => keyword === "anyOf");
  const isBranch = ({ schemaPath, instancePath }: ErrorObject) =>
    told.some((whole) => instancePath.startsWith(whole.instancePath) && schemaPath.startsWith(`${whole.schemaPath}/`));
  return faults.filter((fault) => fault.keyword !== "if" && !isBranch(fault));
}

function placeOf({ instancePath, keyword, params }: ErrorObject): (string | number)[] {
  const parts = instancePath.split("/").slice(1);
  const place = parts.map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  if (keyword === "additionalProperties") place.push(String((params as Params).additionalProperty));
  return place.map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

/** `metrics.fars[0]` */
const fieldOf = (place: readonly (string | number)[]): string =>
  place.map((part, depth) => (typeof part === "number" ? `[${part}]` : depth > 0 ? `.${part}` : part)).join("");

type Params = Readonly<Record<string, unknown>>;

function describe({ keyword, params, message, data, parentSchema }: ErrorObject, field: string, whole: string): string {
  const { missingProperty, allowedValues, allowedValue } = params as Params;
  const found = `, found ${JSON.stringify(data)?.slice(0, 60)}`;
  const subject = field === "" ? whole : `"${field}"`;
  if (keyword === "additionalProperties") {
    const known = Object.keys((parentSchema as { properties: object }).properties).filter((name) => name !== "$schema");
    return `unknown field ${subject}${didYouMean(field.split(".").at(-1)!, known) || `; expected one of ${known.join(", ")}`}`;
  }
  if (keyword === "required") return `${subject} has no "${String(missingProperty)}"`;
  if (keyword === "enum") return `${subject} must be ${(allowedValues as string[]).join(" or ")}${found}`;
  if (keyword === "const") return `${subject} must be ${JSON.stringify(allowedValue)}${found}`;
  if (keyword === "type") {
    const types = [(params as { type: string | string[] }).type].flat();
    return `${subject} must be ${types.map((type) => typeNames[type]).join(" or ")}${found}`;
  }
  return `${subject} ${message ?? keyword}${found}`;
}

const typeNames: Readonly<Record<string, string>> = {
  object: "an object { }",
  array: "a list [ ]",
  string: "a text in double quotes",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  null: "null",
};
