// Completion by the shells themselves. What should be offered is read off the help, which commander prints.
import { beforeAll, describe, expect, it } from "vitest";
import { knownWords } from "../../src/commands/completion.js";
import { run, workFolder } from "./command.js";
import { isHere, offers, readlineFiles, readlineFolders, shells } from "./shells.js";

const cwd = workFolder({ "pairs.txt": "", "lfw/a.jpg": "" });
const help = async (words: string) => (await run(`${words} --help`, { cwd })).out;

/** Words at the start of the lines below a heading of help. */
const wordsBelow = (heading: string, text: string, word: RegExp): string[] => {
  const [block = ""] = (text.split(`\n${heading}:\n`)[1] ?? "").split("\n\n");
  return [...block.matchAll(word)].map(([, name]) => name);
};
const optionsIn = (text: string): string[] => wordsBelow("Options", text, /^ {2}(?:-\w, )?(--[\w-]+)/gm);
const verbsIn = (text: string): string[] => wordsBelow("Commands", text, /^ {2}([a-z-]+)/gm);

/** Every verb, and every verb of a verb, with its help. */
const pages = new Map<string, string>();

async function addPages(path: string): Promise<void> {
  const text = await help(path);
  pages.set(path, text);
  for (const verb of verbsIn(text)) if (verb !== "help") await addPages(`${path} ${verb}`.trim());
}

beforeAll(() => addPages(""));

describe.each(shells)("completion in %s", (shell) => {
  it.skipIf(isHere(shell))(`is not tried: this machine has no ${shell}`, () => {});

  describe.skipIf(!isHere(shell))("", () => {
    let script = "";
    beforeAll(async () => {
      const { code, out, err } = await run(`completion ${shell}`, { cwd });
      expect({ code, err }).toEqual({ code: 0, err: "" });
      script = out;
    });

    /** What is offered behind each line, without the files that the harness left. */
    const ask = (lines: readonly string[]): string[][] => {
      const answers = offers(shell, script, lines, cwd);
      return lines.map((line) => answers.get(line)!.filter((word) => !["script", "lines"].includes(word)));
    };
    const one = (line: string): string[] => ask([line])[0];
    const files = (words: readonly string[]): boolean => words.includes(readlineFiles) || words.includes("pairs.txt");
    const folders = (words: readonly string[]): boolean =>
      words.some((word) => [readlineFolders, "lfw", "lfw/"].includes(word));

    it("offers every verb, every verb's verbs and all of their options, as help lists them", () => {
      const paths = [...pages.keys()];
      expect(paths.length).toBeGreaterThan(25);
      const start = (path: string) => `magface-eval ${path}${path === "" ? "" : " "}`;
      const options = ask(paths.map((path) => `${start(path)}--`));
      const verbs = ask(paths.map((path) => start(path)));
      paths.forEach((path, at) => {
        expect([path, options[at]]).toEqual([path, optionsIn(pages.get(path)!).sort()]);
        expect(verbs[at]).toEqual(expect.arrayContaining(verbsIn(pages.get(path)!)));
      });
    });

    it("offers what an option takes, one of several too, and nothing where a number is wanted", () => {
      const lines = [
        "magface-eval lfw --provider c",
        "magface-eval lfw --preset magf",
        "magface-eval lfw --model m.onnx --flip ",
        "magface-eval ijbc --convention exact,ma",
        "magface-eval erc lfw --convention g",
        "magface-eval lfw --threads ",
        "magface-eval erc --quality magnitude,pi",
        "magface-eval synth --like lfw --images ",
      ];
      const names = ask(lines).map((words) => words.map((word) => word.split(",").at(-1)));
      expect(names).toEqual([
        ["coreml", "cpu", "cuda"],
        ["magface", "magface-haiyuwu"],
        ["none", "sum"],
        ["magface"],
        ["genuine-only"],
        [],
        ["piqe"],
        ["jpg", "png"],
      ]);
    });

    it("offers words, files and folders where each can stand", () => {
      const [model, several, out, list, results, protocol, shellName, paths, toHelp, inner] = ask([
        "magface-eval lfw --model p",
        "magface-eval ijbc --data lfw --model m.onnx p",
        "magface-eval lfw --out l",
        "magface-eval verify p",
        "magface-eval report p",
        "magface-eval protocols ",
        "magface-eval completion ",
        "magface-eval quality ",
        "magface-eval help ca",
        "magface-eval quality fit-niqe p",
      ]);
      expect(files(model)).toBe(true);
      if (shell !== "fish") expect(files(several)).toBe(true); // fish knows no option of several values.
      expect(folders(out)).toBe(true);
      expect(files(out)).toBe(false);
      expect([files(list), files(results)]).toEqual([true, true]);
      expect(protocol).toEqual(expect.arrayContaining(["agedb", "cfp", "ijbc", "lfw"]));
      expect(shellName).toEqual(["bash", "fish", "zsh"]);
      expect(paths).toContain("fit-niqe");
      expect(files(paths)).toBe(true);
      expect(toHelp).toEqual(["cache", "calfw"]);
      expect(files(inner)).toBe(true);
    });

    it("offers the same behind an equals sign", () => {
      const names = one("magface-eval lfw --provider=c").map((word) => word.replace("--provider=", ""));
      expect(names).toEqual(["coreml", "cpu", "cuda"]);
      if (shell !== "bash") return;
      expect(one("magface-eval magnitude --data lfw=lfw cfp=p")).toEqual([readlineFiles]);
      expect(one("magface-eval erc lfw --quality magnitude=m")).toEqual([readlineFiles]);
      expect(one("magface-eval erc lfw --quality magnitude=m.onnx --rej")).toEqual(["--reject"]);
    });

    it("offers no verb of a verb's where another word came first", () => {
      expect(one("magface-eval lfw --out cache ls")).not.toContain("ls");
      expect(one("magface-eval inspect lfw --bo")).toEqual([]);
    });
  });
});

it("every name that completion adds belongs to an option or argument that there is", () => {
  for (const key of Object.keys(knownWords())) {
    const [, verb, what] = /^(?:(.*) )?(\S+)$/.exec(key)!;
    const texts = verb === undefined ? [...pages.values()] : [pages.get(verb)!];
    const shown = what.startsWith("<")
      ? new RegExp(`[<[]${what.slice(1, -1)}(\\.\\.\\.)?[>\\]]`)
      : new RegExp(`${what} <`);
    expect([key, texts.some((text) => shown.test(text))]).toEqual([key, true]);
  }
});

it("every name that an option's value has in help is known to be a file's or none", () => {
  const files = ["file", "path", "set", "dir", "model"];
  const others = [
    "n",
    "name",
    "names",
    "rule",
    "rate",
    "rates",
    "x",
    "pixels",
    "list",
    "digest",
    "days",
    "kind",
    "format",
    "what",
    "condition",
  ];
  const found = [...pages.values()].flatMap((text) => [...text.matchAll(/^ {2}(?:-\w, )?--[\w-]+ <([^>.]+)/gm)]);
  expect(found.length).toBeGreaterThan(100);
  // A new one: is it a file's? Then src/completion/tree.ts must know it.
  expect([...new Set(found.map(([, name]) => name))].filter((name) => ![...files, ...others].includes(name))).toEqual(
    [],
  );
});

it("completion says how to install itself", async () => {
  const text = await help("completion");
  for (const place of ["bash-completion/completions", "fpath", ".config/fish/completions"])
    expect(text).toContain(place);
});
