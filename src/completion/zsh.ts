import { type OptionNode, type Place, type VerbNode, allVerbs } from "./tree.js";

/** The script for zsh 5: a function a verb, each of which hands its options and places to zsh's own `_arguments`. */
export const zshScript = (tree: VerbNode): string => `#compdef magface-eval
# Completion of magface-eval for zsh.

${allVerbs(tree).map(verbFunction).join("\n\n")}

if [ "$funcstack[1]" = "_magface-eval" ]; then
  _magface-eval "$@"
else
  compdef _magface-eval magface-eval
fi
`;

const functionOf = (path: readonly string[]): string => ["_magface-eval", ...path].join("_");

const nameOf = ({ path }: VerbNode): string => path.at(-1)!;

/** Hands what stands behind a verb of its own on to that one's function, and completes the rest itself. */
function verbFunction({ path, options, places, verbs }: VerbNode): string {
  const name = functionOf(path);
  const handing = [
    "  if (( CURRENT > 2 )); then",
    "    case $words[2] in",
    ...verbs.map((verb) => `    ${nameOf(verb)}) shift words; (( CURRENT-- )); ${functionOf(verb.path)}; return ;;`),
    "    esac",
    "  fi",
  ];
  const first = verbs.length > 0 ? [quote(`1:verb:${firstAction(name, places[0])}`)] : [];
  const others = placeSpecs(verbs.length > 0 ? places.filter(({ several }) => several) : places);
  const specs = [...options.map(optionSpec), ...first, ...others];
  return [
    `${name}() {`,
    ...(verbs.length > 0 ? handing : []),
    ["  _arguments -S", ...specs].join(" \\\n    "),
    "}",
    ...(verbs.length > 0 ? [`${name}-verbs() {`, describe(verbs), "}"] : []),
  ].join("\n");
}

/** Verbs with what they do; a colon parts the two. */
function describe(verbs: readonly VerbNode[]): string {
  const lines = verbs.map((verb) => `    ${quote(`${nameOf(verb)}:${verb.says.replaceAll(":", "\\:")}`)}`);
  return `  local -a verbs=(\n${lines.join("\n")}\n  )\n  _describe verb verbs`;
}

/** A verb, or what can stand in place of one. */
const firstAction = (name: string, place: Place | undefined): string =>
  place === undefined || place.files === "none"
    ? `_alternative "verbs:verb:${name}-verbs"${place?.words.length ? ` "words:word:(${place.words.join(" ")})"` : ""}`
    : `_alternative "verbs:verb:${name}-verbs" "files:file:${finders[place.files]}"`;

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** In _arguments, brackets end an explanation and colons a message. */
const explain = (text: string): string => text.replace(/[[\]\\:]/g, "\\$&");

function optionSpec({ names, says, value }: OptionNode): string {
  const tail = `${value === null ? "" : "="}[${explain(says)}]${value === null ? "" : valueOf(value)}`;
  if (names.length === 1) return quote(`${value?.several ? "*" : ""}${names[0]}${tail}`);
  return `${quote(`(${names.join(" ")})`)}{${names.join(",")}}${quote(tail)}`;
}

/** `:name:action`; values that follow one another end where the next option begins. */
const valueOf = (place: Place): string => `:${place.several ? "*-*:" : ""}${place.name}:${actionOf(place)}`;

const placeSpecs = (places: readonly Place[]): string[] =>
  places.map((place, at) => quote(`${place.several ? "*" : at + 1}:${place.name}:${actionOf(place)}`));

const finders: Readonly<Record<Place["files"], string>> = { any: "_files", folders: "_files -/", none: " " };

function actionOf({ words, commas, files }: Place): string {
  if (words.length === 0) return finders[files];
  if (commas) return `_sequence compadd - ${words.join(" ")}`;
  const list = `(${words.join(" ")})`;
  return files === "none" ? list : `_alternative "words:word:${list}" "files:file:${finders[files]}"`;
}
