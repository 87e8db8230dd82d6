// Help: every verb has some, and what it shows can be typed. test/docs/commands.test.ts does the same for the documentation.
import { describe, expect, it } from "vitest";
import { run, wordsOf, workFolder } from "./command.js";
import { innerVerbs, parseLine, verbs, verificationVerbs } from "./idle-program.js";

const cwd = workFolder();
const help = async (line: string) => (await run(`${line} --help`, { cwd })).out;

/** Command lines of the program in a text, without its name. */
const linesIn = (text: string): string[] =>
  [...text.matchAll(/^ *magface-eval ([^|\n]+)/gm)].map(([, line]) => line.trim());

/** @throws CommanderError for a line that the verb does not take */
const parse = (line: string): Promise<void> => parseLine(wordsOf(line));

describe("help", () => {
  it("lists the verbs", () => {
    const studies = ["erc", "quality", "magnitude", "run", "compare", "report", "check"];
    const others = ["embed", "cache", "inspect", "protocols", "synth", "demo", "doctor", "completion"];
    expect(verbs).toEqual([...verificationVerbs, "ijbb", "ijbc", ...studies, ...others]);
  });

  it("lists the verbs of verbs", () => {
    const cache = ["ls", "info", "verify", "prune", "export", "merge"].map((verb) => `cache ${verb}`);
    expect([...innerVerbs].sort()).toEqual([...cache, "ijbb prepare", "ijbc prepare", "quality fit-niqe"].sort());
  });

  it.each([...verbs, ...innerVerbs])("of %s: examples that can be typed", async (verb) => {
    const text = await help(verb);
    expect(text).toMatch(new RegExp(`^Usage: magface-eval ${verb} `));
    expect(text).toContain("MAGFACE_EVAL_");
    const examples = linesIn(text.split("\nExamples:\n")[1]);
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) await parse(example);
    expect(examples.some((example) => `${example} `.startsWith(`${verb} `))).toBe(true);
    expect(examples.every((example) => wordsOf(example)[0] === wordsOf(verb)[0])).toBe(true);
  });

  it("of the program: examples that can be typed", async () => {
    const examples = linesIn((await help("")).split("\nExamples:\n")[1]);
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) await parse(example);
  });

  it.each(["ijbb", "ijbc"])("of %s prepare, which has an action of its own beside the verb's", async (verb) => {
    await parse(`${verb} prepare nist --to ${verb}/`);
    await expect(parse(`${verb} prepare --to ${verb}/`)).rejects.toThrow("missing required argument 'dir'");
  });

  it("is the same with the word before the verb, and without any word", async () => {
    expect((await run("help lfw", { cwd })).out).toBe(await help("lfw"));
    expect(await run("", { cwd })).toEqual({ code: 0, out: await help(""), err: "" });
  });

  it("needs no such thing as a wrong example: one is told", async () => {
    await expect(parse("lfw --modle m.onnx")).rejects.toThrow("unknown option '--modle'");
    await expect(parse("verify --features feat.list")).rejects.toThrow("missing required argument");
  });
});
