import { Ajv } from "ajv";
import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const folder = new URL("../../protocols/schema/", import.meta.url);

// Runs skip this: it takes longer than checking a card.
it.each(readdirSync(folder))("%s is a schema by the rules of JSON Schema", (file) => {
  const ajv = new Ajv({ allErrors: true });
  expect(ajv.validateSchema(JSON.parse(readFileSync(new URL(file, folder), "utf8")))).toBe(true);
});
