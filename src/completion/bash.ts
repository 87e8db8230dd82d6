import { allVerbs, type Place, type VerbNode } from "./tree.js";

/**
 * The script for bash, 3.2 (macOS) and later; without the package bash-completion.
 *
 * Readline breaks words at `=` too: `--out=dir` comes as three, and so does `lfw=data/lfw`, whose last part is a file.
 */
export const bashScript = (tree: VerbNode): string => `# Completion of magface-eval for bash.

# What stands in a place: _kind (any, folders, none), _words, _commas, _several. $1: verb, $2: option, or number of the word.
_magface_eval_place() {
  _kind=none _words= _commas= _several=
  case "$1 $2" in
${cases(tree)}
  *) return 1 ;;
  esac
}

_magface_eval_options() {
  case "$1" in
${allVerbs(tree).map(optionsCase).join("\n")}
  esac
}

_magface_eval_verbs() {
  case "$1" in
${allVerbs(tree)
  .filter(({ verbs }) => verbs.length > 0)
  .map((node) => `  ${quote(node.path.join(" "))}) echo ${quote(node.verbs.map(nameOf).join(" "))} ;;`)
  .join("\n")}
  esac
}

${completer}
complete -F _magface_eval magface-eval
`;

/** Walks over the words before the cursor, which say the verb and what may stand there, then answers. */
const completer = `_magface_eval() {
  local _kind _words _commas _several cur=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]}
  local verb= option= taken=0 at=0 i word head=
  [[ $cur == = ]] && before== cur=
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [[ $word == = || \${COMP_WORDS[i - 1]} == = && (-z $option || $taken -gt 0) ]]; then
      continue # The latter part of name=value.
    elif [[ $word == -* ]]; then
      option=$word taken=0
    elif [[ -n $option ]] && _magface_eval_place "$verb" "$option" && [[ $taken -eq 0 || -n $_several ]]; then
      taken=$((taken + 1))
    elif [[ $at -eq 0 && " $(_magface_eval_verbs "$verb") " == *" $word "* ]]; then
      verb=\${verb:+$verb }$word option=
    else
      at=$((at + 1)) option=
    fi
  done

  COMPREPLY=()
  if [[ $cur == -* ]]; then
    COMPREPLY=($(compgen -W "$(_magface_eval_options "$verb")" -- "$cur"))
    return
  fi
  if [[ $before == = && (-z $option || $taken -gt 0) ]]; then
    _kind=any _words=
  elif [[ -z $option ]] || ! _magface_eval_place "$verb" "$option" || [[ $taken -gt 0 && -z $_several ]]; then
    _magface_eval_place "$verb" "$at"
    [[ $at -eq 0 ]] && _words="$(_magface_eval_verbs "$verb") $_words"
  fi
  [[ -n $_commas && $cur == *,* ]] && head=\${cur%,*},
  COMPREPLY=($(compgen -P "$head" -W "$_words" -- "\${cur##*,}"))
  if [[ \${#COMPREPLY[@]} -gt 0 ]]; then
    # Files beside words only where nothing is typed yet: "lfw" would become "lfw/" where there is a folder of that name.
    if [[ $_kind != none && -z $cur ]] && compopt -o filenames 2>/dev/null; then
      local IFS=$'\\n'
      COMPREPLY+=($(compgen -f))
    fi
    return
  fi
  case "$_kind" in
  any) compopt -o default 2>/dev/null || COMPREPLY=($(compgen -f -- "$cur")) ;;
  folders) compopt -o dirnames 2>/dev/null || COMPREPLY=($(compgen -d -- "$cur")) ;;
  esac
}
`;

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const nameOf = ({ path }: VerbNode): string => path.at(-1)!;

const optionsCase = ({ path, options }: VerbNode): string =>
  `  ${quote(path.join(" "))}) echo ${quote(options.flatMap(({ names }) => names).join(" "))} ;;`;

/** Places by "verb option" or "verb number", those of the same kind in one line. A place for several words counts from its number on. */
function cases(tree: VerbNode): string {
  const keysOf = new Map<string, string[]>();
  const add = (key: string, place: Place) => {
    const line = assignment(place);
    keysOf.set(line, [...(keysOf.get(line) ?? []), key]);
  };
  for (const { path, options, places } of allVerbs(tree)) {
    const verb = path.join(" ");
    for (const { names, value } of options) if (value) for (const name of names) add(quote(`${verb} ${name}`), value);
    places.forEach((place, at) => add(`${quote(`${verb} `)}${place.several ? `[${at}-9]*` : at}`, place));
  }
  return Array.from(keysOf, ([line, keys]) => `  ${keys.join(" | ")}) ${line} ;;`).join("\n");
}

function assignment({ words, commas, files, several }: Place): string {
  const parts = [`_kind=${files}`, `_words=${quote(words.join(" "))}`];
  if (commas) parts.push("_commas=1");
  if (several) parts.push("_several=1");
  return parts.join(" ");
}
