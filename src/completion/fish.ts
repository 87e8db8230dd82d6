import { allVerbs, type OptionNode, type Place, type VerbNode } from "./tree.js";

/** The script for fish 3 and later: a line an option or place, each with the verb behind which it counts. */
export const fishScript = (tree: VerbNode): string => `# Completion of magface-eval for fish.

# Whether the verb of the command line, with its own verb where it has one, is $argv[1].
function __magface_eval_verb
    set -l words (commandline -opc)
    set -l verb "$words[2]"
    switch "$words[2] $words[3]"
        case ${innerVerbs(tree).map(quote).join(" ")}
            set verb "$words[2] $words[3]"
    end
    string match -q -- '-*' $verb; and set verb ''
    test "$verb" = "$argv[1]"
end

# Words that go behind a comma too.
function __magface_eval_list
    set -l head (commandline -ct | string replace -r '^--[a-z-]+=' '' | string replace -r '[^,]*$' '')
    for word in $argv
        echo "$head$word"
    end
end

complete -c magface-eval -e
complete -c magface-eval -f
${allVerbs(tree).flatMap(linesOf).join("\n")}
`;

const innerVerbs = (tree: VerbNode): string[] =>
  allVerbs(tree)
    .filter(({ path }) => path.length > 1)
    .map(({ path }) => path.join(" "));

/** In single quotes; fish knows \\' and \\\\ there. */
const quote = (text: string): string => `'${text.replace(/['\\]/g, "\\$&")}'`;

function linesOf({ path, options, places, verbs }: VerbNode): string[] {
  const start = `complete -c magface-eval -n ${quote(`__magface_eval_verb ${quote(path.join(" "))}`)}`;
  return [
    ...verbs.map((verb) => `${start} -a ${quote(verb.path.at(-1)!)} -d ${quote(verb.says)}`),
    ...options.map((option) => `${start}${optionWords(option)} -d ${quote(option.says)}`),
    ...places.map((place) => `${start}${placeWords(place)}`),
  ];
}

function optionWords({ names, value }: OptionNode): string {
  const words = names.map((name) => (name.startsWith("--") ? ` -l ${name.slice(2)}` : ` -s ${name.slice(1)}`));
  return `${words.join("")}${value === null ? "" : `${value.files === "any" ? " -r" : " -x"}${placeWords(value)}`}`;
}

function placeWords({ words, commas, files }: Place): string {
  const list = commas ? `(__magface_eval_list ${words.join(" ")})` : words.join(" ");
  return [
    ...(words.length > 0 ? [` -a ${quote(list)}`] : []),
    ...(files === "any" ? [" -F"] : []),
    ...(files === "folders" ? [" -a '(__fish_complete_directories)'"] : []),
  ].join("");
}
