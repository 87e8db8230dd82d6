// What real shells offer behind a command line, by the scripts that `completion` prints.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

export const isHere = (shell: Shell): boolean => spawnSync(shell, ["-c", "exit 0"]).status === 0;

/** Where a shell's script is told to look for files by itself: bash's readline, which only a terminal has. */
export const readlineFiles = "(readline's files)";
export const readlineFolders = "(readline's folders)";

/** Splits the line into words as readline does, "=" being one, and calls the script's function on them. */
const bashHarness = `
source ./script
compopt() { case $2 in default) echo "${readlineFiles}" ;; dirnames) echo "${readlineFolders}" ;; esac; }
while IFS= read -r line; do
  echo "== $line"
  read -ra COMP_WORDS <<<"\${line//=/ = }"
  [[ $line == *" " ]] && COMP_WORDS+=("")
  COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
  _magface_eval
  printf '%s\\n' "\${COMPREPLY[@]}"
done <lines`;

/** A zsh on a terminal of its own, whose compadd tells what it is given; the key after Tab clears the line. */
const zshHarness = `
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PROMPT=; LISTMAX=9999; autoload -Uz compinit; compinit -u -D; source ./script"
zpty -w shell 'compadd() { if [[ \${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]]; then builtin compadd "$@"; return; fi
  typeset -a hits; builtin compadd -A hits "$@"; print -rl -- "HIT "\${^hits}; (( $#hits )) }'
zpty -w shell 'finish() { zle kill-whole-line; print E""ND; }; zle -N finish; bindkey "^T" finish; print REA""DY'
zpty -r shell answer '*READY'
while IFS= read -r line; do
  print -r -- "== $line"
  zpty -w -n shell "$line"$'\\t\\x14'
  zpty -r shell answer '*END'
  print -r -- "$answer" | tr -d '\\r' | sed -n 's/.*HIT //p'
done <lines
zpty -d shell`;

const fishHarness = `
source ./script
while read -l line
    echo "== $line"
    complete -C "$line" | string replace -r '\\t.*' ''
end <lines`;

const commands: Readonly<Record<Shell, readonly string[]>> = {
  bash: ["--norc", "-c", bashHarness],
  zsh: ["-f", "-c", zshHarness],
  fish: ["--no-config", "-c", fishHarness],
};

/**
 * What a shell offers behind each line, in byte order.
 *
 * @param folder where the shell runs; its files are among what is offered. Two files are left in it
 */
export function offers(shell: Shell, script: string, lines: readonly string[], folder: string): Map<string, string[]> {
  writeFileSync(join(folder, "script"), script);
  writeFileSync(join(folder, "lines"), lines.map((line) => `${line}\n`).join(""));
  const { stdout, stderr } = spawnSync(shell, commands[shell], { cwd: folder, encoding: "utf8" });
  if (stderr !== "") throw new Error(`${shell}: ${stderr}`);
  const parts = stdout.split(/^== /m).slice(1);
  return new Map(
    parts.map((part) => {
      const [line, ...found] = part.split("\n");
      return [line, [...new Set(found.filter((word) => word !== ""))].sort()];
    }),
  );
}
