import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { version } from "../src/version.js";
import { run } from "./cli/command.js";

const { version: published } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };

test("the version in the source, in package.json and of --version is one", async () => {
  expect(version).toBe(published);
  expect(await run("--version", { cwd: "." })).toEqual({ code: 0, out: `${published}\n`, err: "" });
});
