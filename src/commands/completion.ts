import { Argument, type Command } from "commander";
import { bashScript } from "../completion/bash.js";
import { fishScript } from "../completion/fish.js";
import { treeOf, type KnownWords, type VerbNode } from "../completion/tree.js";
import { zshScript } from "../completion/zsh.js";
import { presetNames } from "../embed/presets.js";
import { conventions } from "../evaluate/conventions.js";
import { rejectConventions } from "../evaluate/erc-input.js";
import { templateConventions } from "../evaluate/template-verification.js";
import { addOptions } from "../options.js";
import { listProtocols } from "../protocol/protocol.js";
import { templateSets } from "../protocol/template-protocol.js";
import { qualityKinds } from "../runs/quality-spec.js";
import { scorings } from "../runs/template-request.js";
import { poolings } from "../score/templates.js";
import type { CommandContext } from "../verb.js";

const scripts: Readonly<Record<string, (tree: VerbNode) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

const moreHelp = `
Install it once, and again after an update:
  bash   magface-eval completion bash > ~/.local/share/bash-completion/completions/magface-eval
         (or, without the package bash-completion, in ~/.bashrc: source <(magface-eval completion bash))
  zsh    magface-eval completion zsh > ~/.zfunc/_magface-eval
         (a folder of your fpath; in ~/.zshrc: fpath=(~/.zfunc $fpath); autoload -Uz compinit; compinit)
  fish   magface-eval completion fish > ~/.config/fish/completions/magface-eval.fish

Examples:
  magface-eval completion bash
  magface-eval completion zsh
  magface-eval completion fish`;

/** `completion SHELL`: a script that knows every verb and option, so that a key press starts no Node. */
export function define(command: Command, context: CommandContext): void {
  command.addArgument(new Argument("<shell>", "the shell that gets it").choices(Object.keys(scripts)));
  addOptions(command, []);
  command.addHelpText("after", moreHelp);
  command.action(async (shell: string) => {
    const { quiet = false, verbose = false } = command.opts<{ quiet?: boolean; verbose?: boolean }>();
    const program = await context.wholeProgram();
    context.io({ quiet, verbose }).out(scripts[shell](treeOf(program, knownWords())).trimEnd());
  });
}

/** Names that options take without commander knowing: where they are checked, a misspelt one is answered with the nearest. */
export function knownWords(): KnownWords {
  const list = (words: readonly string[]) => ({ words, commas: true });
  const protocols = [...listProtocols(), ...templateSets];
  return {
    "--preset": { words: presetNames() },
    "--convention": list(conventions),
    "erc --convention": list(rejectConventions),
    "ijbb --convention": list(templateConventions),
    "ijbc --convention": list(templateConventions),
    "--quality": list(Object.keys(qualityKinds)),
    "--pooling": list(poolings),
    "--norm": list(["kept", "removed"]),
    "--scoring": list(scorings),
    "protocols <name>": { words: protocols },
    "erc <list>": { words: protocols },
  };
}
