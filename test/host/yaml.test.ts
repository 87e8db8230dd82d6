import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readYamlFile } from "../../src/host/yaml.js";
import { temporaryFolder } from "../protocol/temporary-folder.js";

const read = (text: string) => readYamlFile(join(temporaryFolder({ "x.yaml": text }), "x.yaml"));

describe("a YAML file", () => {
  const file = read(
    "# head\na: 1\nlist:\n  - x: 1e-2\n    y: no\n  - { z: [p, q],\n      w: 3 }\nlast: &l\n  in: 1\nagain: *l\n",
  );

  it("holds YAML 1.2's values", () => {
    expect(file.content).toEqual({
      ...{
        a: 1,
        list: [
          { x: 0.01, y: "no" },
          { z: ["p", "q"], w: 3 },
        ],
      },
      ...{ last: { in: 1 }, again: { in: 1 } },
    });
  });

  it.each([
    [["a"], 2],
    [["list"], 3],
    [["list", 0], 4],
    [["list", 0, "y"], 5],
    [["list", 1, "z", 1], 6],
    [["list", 1, "w"], 7],
    [["again", "in"], 9],
    [["list", 5], 3],
    [["list", 0, "none", 2], 4],
    [["nothing"], 2],
    [[], 2],
  ])("knows the line of %j: %i", (place, line) => expect(file.lineOf(place)).toBe(line));

  it("tells fields given twice, each with its line", () => {
    expect(() => read("a: 1\nb: 2\na: 3\nb: 4\n")).toThrow(/x\.yaml:3: a field is given twice\n.*x\.yaml:4: /);
  });

  it.each([
    ["a: [1\nb: 2\n", 2],
    ["a: 1\n---\nb: 2\n", 2],
    ['a: 1\nb: "x\n', 3],
  ])("tells the first fault of %j with its line", (text, line) => {
    expect(() => read(text)).toThrow(new RegExp(`x\\.yaml:${line}: [^\n]+$`));
  });

  it("is one in JSON too", () => expect(read('{ "a": [1, true, null] }').content).toEqual({ a: [1, true, null] }));
});
