// Help: every verb has some, and what it and the README show can be typed.
import { Command } from "commander";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { CommandContext, Verb } from "../../src/verb.js";
import { run, wordsOf, workFolder } from "./command.js";

const cwd = workFolder();
const help = async (line: string) => (await run(`${line} --help`, { cwd })).out;

/** Words at the start of the lines below "Commands:". */
const verbsIn = (text: string): string[] =>
  [...(text.split("\nCommands:\n")[1] ?? "").split("\n\n")[0].matchAll(/^ {2}([a-z-]+) /gm)]
    .map(([, verb]) => verb)
    .filter((verb) => verb !== "help");

/** Command lines of the program in a text, without its name. */
const linesIn = (text: string): string[] =>
  [...text.matchAll(/^ *magface-eval ([^|\n]+)/gm)].map(([, line]) => line.trim());

const verbs = verbsIn(await help(""));
const inner: string[] = [];
for (const verb of verbs) inner.push(...verbsIn(await help(verb)).map((own) => `${verb} ${own}`));
const verification = ["lfw", "cfp", "agedb", "calfw", "cplfw", "xqlfw", "verify"];

/** A command that does nothing where one of ours would do something; so do its subcommands. */
class Idle extends Command {
  override action(): this {
    return super.action(() => {});
  }

  override createCommand(name?: string): Idle {
    return new Idle(name);
  }
}

/** A verb as cli.ts makes it, that parses a line and does nothing. */
async function parserOf(verb: string): Promise<Command> {
  const file = verification.includes(verb) ? "verify" : verb.startsWith("ijb") ? "ijb" : verb;
  const { define } = (await import(new URL(`../../dist/commands/${file}.js`, import.meta.url).href)) as Verb;
  const command = new Idle(verb).exitOverride().configureOutput({ writeErr: () => {} });
  define(command, {} as CommandContext);
  return command;
}

/** @throws CommanderError for a line that the verb does not take */
async function parse(line: string): Promise<void> {
  const [verb, ...words] = wordsOf(line);
  expect(verbs).toContain(verb);
  await (await parserOf(verb)).parseAsync(words, { from: "user" });
}

describe("help", () => {
  it("lists the verbs", () => {
    const others = ["erc", "quality", "magnitude", "report", "embed", "cache", "inspect", "protocols", "synth", "demo"];
    const own = ["doctor", "completion"];
    expect(verbs).toEqual([...verification, "ijbb", "ijbc", ...others, ...own]);
  });

  it("lists the verbs of verbs", () => {
    const cache = ["ls", "info", "verify", "prune", "export", "merge"].map((verb) => `cache ${verb}`);
    expect([...inner].sort()).toEqual([...cache, "ijbb prepare", "ijbc prepare", "quality fit-niqe"].sort());
  });

  it.each([...verbs, ...inner])("of %s: examples that can be typed", async (verb) => {
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

it("what the README shows can be typed", async () => {
  const blocks = [...readFileSync("README.md", "utf8").matchAll(/^```\w*\n(.*?)^```/gms)].map(([, block]) => block);
  const lines = linesIn(blocks.join("\n").replaceAll(/^npx /gm, ""));
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) await parse(line.replace(/ #.*/, ""));
});
