import { fileURLToPath } from "node:url";
import type { JsonFile } from "../host/json.js";
import { checkBySchema } from "../host/json-schema.js";

const schemaPath = fileURLToPath(new URL("../../protocols/schema/suite.schema.json", import.meta.url));

/** Checks a suite against the published schema. @throws UserError with file:line of every fault */
export const checkSuite = (file: JsonFile): Promise<void> =>
  checkBySchema(file, schemaPath, "a suite", ({ keyword, data, params, schemaPath: rule }, field) => {
    if (field === "" && keyword === "type") return "expected a suite: format, models, data, tasks";
    if (/^tasks\[\d+\]$/.test(field) && keyword === "maxProperties")
      return `"${field}" has ${Object.keys(data as object).join(", ")}, expected one task, each behind a dash of its own`;
    if (/^tasks\[\d+\]$/.test(field) && keyword === "minProperties") return `"${field}" is empty, expected a task`;
    if (/^tasks\[\d+\]\.\w+$/.test(field) && keyword === "type" && rule.endsWith("/else/type"))
      return `"${field}" must be a list of data sets, or { sets: [..], .. }, found ${JSON.stringify(data)?.slice(0, 60)}`;
    if (keyword === "uniqueItems") return twice(field, data as unknown[], (params as { i: number }).i);
    if (keyword === "pattern")
      return `"${field}" must be letters, digits, dots and dashes, found ${JSON.stringify(data)}`;
    return undefined;
  });

const twice = (field: string, list: readonly unknown[], at: number): string =>
  `"${field}" has ${JSON.stringify(list[at])} twice`;
