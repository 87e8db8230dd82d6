import { Command, CommanderError } from "commander";
import { applyDefaults } from "./defaults.js";
import { Interrupted, UserError } from "./errors.js";
import { makeIo, pathsAsTyped, type Terminal } from "./io.js";
import { explainFault, refuseOddWords } from "./request-faults.js";
import type { CommandContext, Verb } from "./verb.js";
import { version } from "./version.js";

type Load = () => Promise<Verb>;
const templates: Load = () => import("./commands/ijb.js");
const verification: Load = () => import("./commands/verify.js");

/** Every verb with the line `--help` prints. A verb's file is read only when that verb is asked for. */
const verbs: Record<string, { summary: string; load: Load }> = {
  lfw: { summary: "10-fold verification on LFW", load: verification },
  cfp: { summary: "10-fold verification on CFP-FP", load: verification },
  agedb: { summary: "10-fold verification on AgeDB-30", load: verification },
  calfw: { summary: "10-fold verification on CALFW", load: verification },
  cplfw: { summary: "10-fold verification on CPLFW", load: verification },
  xqlfw: { summary: "10-fold verification on XQLFW", load: verification },
  verify: { summary: "verification on any pair list or protocol file", load: verification },
  ijbb: { summary: "1:1 TAR@FAR and 1:N identification on IJB-B's templates", load: templates },
  ijbc: { summary: "1:1 TAR@FAR and 1:N identification on IJB-C's templates", load: templates },
  erc: {
    summary: "error versus reject: does a quality know which pairs fail?",
    load: () => import("./commands/erc.js"),
  },
  quality: {
    summary: "one quality number an image: magnitude, PIQE, NIQE, BRISQUE",
    load: () => import("./commands/quality.js"),
  },
  magnitude: {
    summary: "magnitudes by data set, mean faces by magnitude, magnitude against cosine",
    load: () => import("./commands/magnitude.js"),
  },
  run: {
    summary: "a suite: models x data sets x tasks in one file, resumed where it stopped",
    load: () => import("./commands/run.js"),
  },
  compare: {
    summary: "models side by side: tables, plots, tests of every difference",
    load: () => import("./commands/compare.js"),
  },
  report: {
    summary: "one page of results that opens from a disk: tables, plots, worst pairs",
    load: () => import("./commands/report.js"),
  },
  check: {
    summary: "is a model worse than its baseline? the regression test for CI",
    load: () => import("./commands/check.js"),
  },
  embed: { summary: "embed images into a feature list or .npy", load: () => import("./commands/embed.js") },
  cache: {
    summary: "list, check, prune, export or merge the embedding cache",
    load: () => import("./commands/cache.js"),
  },
  inspect: {
    summary: "say what a file or folder is, and what is wrong with it",
    load: () => import("./commands/inspect.js"),
  },
  protocols: { summary: "list the protocols, or show one", load: () => import("./commands/protocols.js") },
  synth: { summary: "faces, data sets and template embeddings from a seed", load: () => import("./commands/synth.js") },
  demo: { summary: "the whole story on drawn faces, in a minute", load: () => import("./commands/demo.js") },
  doctor: {
    summary: "what works on this machine and what is wrong with it, with data sets or a model",
    load: () => import("./commands/doctor.js"),
  },
  completion: {
    summary: "a script that lets bash, zsh or fish complete verbs and options",
    load: () => import("./commands/completion.js"),
  },
};

const examplesHelp = `
Examples:
  magface-eval demo
  magface-eval lfw --model magface.onnx --data lfw/
  magface-eval ijbc --data ijbc/ --features feat.list --identification`;

const defaultsHelp = `
Options are also read from the environment (MAGFACE_EVAL_MODEL, MAGFACE_EVAL_NO_CACHE=1, ...) and, weaker still, from
magface-eval.config.json in the working folder: { "preset": "insightface", "threads": 8 }.`;

/**
 * Runs one command line.
 *
 * @param argv the words after the program's name
 * @returns exit code: 0 done, 1 a figure missed its mark, 2 the request or an input is wrong, 70 a fault of ours,
 *   130 or 143 stopped by a signal
 */
export async function main(argv: readonly string[], terminal: Terminal = realTerminal()): Promise<number> {
  const stop = new AbortController();
  const release = listenForSignals(stop);
  let code = 0;
  const context: CommandContext = {
    io: (loudness) => makeIo(terminal, stop.signal, loudness),
    cwd: terminal.cwd,
    exitWith: (wanted) => void (code = wanted),
    wholeProgram: () => build(terminal, context, () => true),
  };
  try {
    refuseOddWords(argv);
    const program = await buildFor(argv, terminal, context);
    await parse(program, argv);
    return code;
  } catch (error) {
    return report(error, terminal);
  } finally {
    release();
  }
}

/** The program with that verb defined which the words ask for. */
async function buildFor(argv: readonly string[], terminal: Terminal, context: CommandContext): Promise<Command> {
  const asked = argv[0] === "help" ? argv[1] : argv.find((word) => !word.startsWith("-"));
  const program = await build(terminal, context, (name) => name === asked);
  if (argv[0] === "help" && asked !== undefined && !(asked in verbs))
    throw new UserError(`help: unknown command '${asked}', expected one of ${Object.keys(verbs).join(", ")}`);
  if (argv.length === 0) program.help();
  return program;
}

/** @param wanted whether a verb is defined, for which its file is read; of the others there is only the name */
async function build(terminal: Terminal, context: CommandContext, wanted: (verb: string) => boolean): Promise<Command> {
  const program = new Command("magface-eval")
    .description("Measure face-recognition models: verification, quality, magnitude. Start with: magface-eval demo")
    .version(version, "-V, --version")
    .showSuggestionAfterError()
    .enablePositionalOptions() // What stands behind a verb's own verb is that one's: quality fit-niqe good/ --out FILE.
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void terminal.stdout.write(text),
      writeErr: () => undefined,
    })
    .addHelpText("after", examplesHelp)
    .addHelpText("afterAll", defaultsHelp)
    .hook("preAction", (_, command) =>
      applyDefaults(command, {
        env: terminal.env,
        cwd: terminal.cwd,
        allOptions: async () => optionNames(await context.wholeProgram()),
      }),
    );
  for (const [name, { summary, load }] of Object.entries(verbs)) {
    const command = program.command(name).description(summary).copyInheritedSettings(program);
    if (wanted(name)) (await load()).define(command, context);
  }
  return program;
}

async function parse(program: Command, argv: readonly string[]): Promise<void> {
  try {
    await program.parseAsync([...argv], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode !== 0)
      throw new UserError(explainFault(error, program, argv));
    throw error;
  }
}

/** Long names of the options of every verb. */
function optionNames(program: Command): string[] {
  const of = (command: Command): string[] => [
    ...command.options.map(({ long }) => long!.slice(2)),
    ...command.commands.flatMap(of),
  ];
  return [...new Set(program.commands.flatMap(of))];
}

/** One line for what the reader can mend; the stack for what only we can. */
function report(error: unknown, terminal: Terminal): number {
  const say = (text: string) => void terminal.stderr.write(`${text}\n`);
  if (error instanceof CommanderError && error.exitCode === 0) return 0; // --help and --version end like this.
  if (error instanceof Interrupted) {
    say(`magface-eval: ${error.message}; what was embedded is kept, run the same command again to go on`);
    return error.signal === "SIGINT" ? 130 : 143;
  }
  if (error instanceof UserError) {
    say(`magface-eval: ${pathsAsTyped(error.message, terminal.cwd)}`);
    return 2;
  }
  say(
    `magface-eval: a fault of the program, please report it:\n${error instanceof Error ? error.stack : String(error)}`,
  );
  return 70;
}

/** The first signal asks for an orderly stop, the second ends the process at once. */
function listenForSignals(stop: AbortController): () => void {
  const on = (signal: "SIGINT" | "SIGTERM") => {
    if (stop.signal.aborted) process.exit(signal === "SIGINT" ? 130 : 143);
    stop.abort(new Interrupted(signal));
  };
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const signal of signals) process.on(signal, on);
  return () => signals.forEach((signal) => process.off(signal, on));
}

function realTerminal(): Terminal {
  // `magface-eval ... | head` closes the pipe early; that is no fault.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(0);
  });
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    now: () => performance.now(),
  };
}
