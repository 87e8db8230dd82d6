// Links of the documentation that lead into the repository lead somewhere.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { anchorsOf, pages, readPage, targetsOf, tokensOf } from "./markdown.js";

/** What is wrong with a page's own links, "docs/gpu.md: no file" say. */
function deadLinks(page: string, tokens = readPage(page)): string[] {
  return targetsOf(tokens).flatMap((target) => {
    if (/^[a-z]+:/.test(target)) return [];
    const [path, anchor] = decodeURI(target).split("#");
    const file = path === "" ? page : join(dirname(page), path);
    if (!existsSync(file)) return [`${target}: no such file`];
    if (anchor === undefined) return [];
    const anchors = anchorsOf(path === "" ? tokens : readPage(file));
    return anchors.includes(anchor) ? [] : [`${target}: no such heading, there are ${anchors.join(", ")}`];
  });
}

describe("links", () => {
  it.each(pages)("of %s", (page) => expect(deadLinks(page)).toEqual([]));

  it("are seen where they are dead: files, headings, pictures, links with a name", () => {
    const text =
      "# A `b` c\n\n[x](#a-b-c) [y](#a-b) [z](none.md) ![p](none.png) [w][n] [e](https://none.example)\n\n[n]: none.txt";
    const dead = deadLinks("README.md", tokensOf(text)).map((each) => each.split(":")[0]);
    expect(dead).toEqual(["#a-b", "none.md", "none.png", "none.txt"]);
  });

  it("reach every page of docs/ from the README", () => {
    const linked = targetsOf(readPage("README.md")).map((target) => target.split("#")[0]);
    expect(pages.filter((page) => page.startsWith("docs/") && !linked.includes(page))).toEqual([]);
  });
});
