// What npm packs: every file that the program reads at run time, every worker, the types; and nothing of the workshop.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";

const sources = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));

/** Paths below the package that a source names by `new URL(path, import.meta.url)`; "*" stands for what is filled in. */
const named = sources.flatMap((name) => {
  const text = readFileSync(join("src", name), "utf8").replace(/\/\*.*?\*\//gs, "");
  return [...text.matchAll(/new URL\(\s*["'`](\.[^"'`]+)["'`],\s*import\.meta\.url/g)].map(([, path]) =>
    posix.join("dist", posix.dirname(name), path.replace(/\$\{[^}]+\}/g, "*")),
  );
});

let packed: string[] = [];
beforeAll(() => {
  const said = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { encoding: "utf8" });
  packed = (JSON.parse(said) as [{ files: { path: string }[] }])[0].files.map(({ path }) => path);
});

describe("the package", () => {
  it("holds every file that the program names", () => {
    expect(named.length).toBeGreaterThan(15);
    expect(named).toContain("fixtures/magface-tiny.onnx");
    expect(named).toContain("fixtures/*"); // The models that the demo takes along.
    expect(named).toContain("protocols/schema/card.schema.json");
    for (const path of named) {
      const pattern = new RegExp(
        `^${path.replace(/[.+]/g, "\\$&").replaceAll("*", "[^/]+")}${path.endsWith("/") ? "" : "$"}`,
      );
      expect([path, packed.some((each) => pattern.test(each))]).toEqual([path, true]);
    }
  });

  it("holds the built file and the types of every source, and what the folders of protocols hold", () => {
    for (const name of sources) {
      const stem = posix.join("dist", name.replace(/\.ts$/, ""));
      expect(packed).toEqual(expect.arrayContaining([`${stem}.js`, `${stem}.d.ts`]));
    }
    const files = readdirSync("protocols", { recursive: true, encoding: "utf8" }).map((name) =>
      posix.join("protocols", name),
    );
    expect(packed).toEqual(expect.arrayContaining(files.filter((path) => statSync(path).isFile())));
  });

  it("holds nothing else", () => {
    const kinds =
      /^(dist\/.*\.(js|d\.ts)|protocols\/.*\.json|assets\/.*|suites\/.*\.yaml|fixtures\/.*\.(onnx|json|md)|bin\/magface-eval\.js)$/;
    const alone = ["CHANGELOG.md", "LICENSE", "README.md", "package.json"];
    expect(packed.filter((path) => !kinds.test(path) && !alone.includes(path))).toEqual([]);
  });
});
