// What the documentation shows can be typed: verbs, options and their values are those of the real command line.
import { describe, expect, it } from "vitest";
import { parseLine, verbs } from "../cli/idle-program.js";
import { codeOf, pages, readPage, tokensOf } from "./markdown.js";

/** Words as a shell parts them: quotes hold them together. */
const shellWords = (line: string): string[] =>
  [...line.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) => word.replaceAll(/["']/g, ""));

/** Command lines in a piece of code, without the program's name, comments, and what a shell does with the output. */
function linesIn(code: string): string[][] {
  const joined = code.replaceAll(/\\\n\s*/g, "");
  const found = joined.matchAll(/^(?:\s*(?:-\s+)?(?:run:\s*)?(?:[A-Z_]+=\S*\s+)*)(?:npx )?magface-eval (.*)$/gm);
  return [...found].map(([, line]) => shellWords(line.replace(/(?:\s#|\s?&& |\s?\| |\s\d?>|;).*$/, "")));
}

/** VERB stands for any. */
const isMeant = ([verb]: readonly string[]): boolean => verb !== "VERB" && verb !== "--help" && verb !== "--version";

const linesOf = (tokens: ReturnType<typeof readPage>): string[][] => codeOf(tokens).flatMap(linesIn).filter(isMeant);

/** A verb alone is spoken of, not typed: only its name must be right. */
async function check(line: readonly string[]): Promise<void> {
  if (line.length > 1) await parseLine(line);
  else expect(verbs).toContain(line[0]);
}

describe("command lines", () => {
  it.each(pages)("of %s", async (page) => {
    for (const line of linesOf(readPage(page))) await expect(check(line), line.join(" ")).resolves.toBeUndefined();
  });

  it("are found in the README, and by shape: comments, pipes, continued lines, quotes, variables, CI files", () => {
    expect(linesOf(readPage("README.md")).length).toBeGreaterThan(5);
    const text = `
Say \`magface-eval protocols\`.

\`\`\`sh
A=1 npx magface-eval lfw --data "my lfw/" | head  # say
magface-eval quality faces/ \\
  --worst 3 > worst.txt && magface-eval VERB --help
\`\`\`

\`\`\`yaml
- run: magface-eval cache ls
\`\`\`
`;
    expect(linesOf(tokensOf(text)).map((line) => line.join(" "))).toEqual([
      "protocols",
      "lfw --data my lfw/",
      "quality faces/ --worst 3",
      "cache ls",
    ]);
  });

  it("would be seen where they are wrong", async () => {
    await expect(parseLine(["lfw", "--modle", "m.onnx"])).rejects.toThrow("unknown option '--modle'");
    await expect(parseLine(["lfw", "--provider", "gpu"])).rejects.toThrow("Allowed choices");
    await expect(parseLine(["lwf"])).rejects.toThrow();
  });
});
