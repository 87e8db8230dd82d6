import { createRequire } from "node:module";
import type JsoncParser from "jsonc-parser";
import { faultsError, UserError } from "../errors.js";
import { readText } from "./files.js";

/** What leads to a part of a JSON file: names of fields and places in lists, from the outermost. */
export type JsonPlace = readonly (string | number)[];

/** A JSON file of the user's: what it holds, and the line of each part. */
export interface JsonFile {
  readonly path: string;
  readonly content: unknown;
  /** Line, from 1, of a field's name or a list's element; of what holds it where there is none. */
  lineOf(place: JsonPlace): number;
}

/** What a JSON file holds. @throws UserError with file:line, what stands there and what should, when it is no JSON */
export const readJson = (path: string): unknown => parse(path, textOf(path));

/** The same with the lines of its parts. @throws UserError also for fields given twice, of which JSON keeps the last */
export function readJsonFile(path: string): JsonFile {
  const text = textOf(path);
  const content = parse(path, text);
  const tree = parser().parseTree(text);
  const lineOf = (place: JsonPlace): number => lineAt(text, nodeAt(tree, place)?.offset ?? 0);
  const twice = tree ? repeatedNames(tree) : [];
  if (twice.length > 0)
    throw faultsError(twice.map(({ offset, value }) => `${path}:${lineAt(text, offset)}: "${value}" is given twice`));
  return { path, content, lineOf };
}

/** The package that knows where things are in JSON; only a faulty file or one with lines to tell pays for loading it. */
const parser = (): typeof JsoncParser => createRequire(import.meta.url)("jsonc-parser") as typeof JsoncParser;

const textOf = (path: string): string => readText(path).replace(/^\uFEFF/, "");

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new UserError(faultIn(path, text));
  }
}

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split("\n").length;

/** The first fault of a text that is no JSON, as one line. */
function faultIn(path: string, text: string): string {
  if (/[\0\uFFFD]/.test(text)) return `${path}: holds bytes that are no text, expected JSON`;
  const { parseTree, printParseErrorCode } = parser();
  const faults: JsoncParser.ParseError[] = [];
  parseTree(text, faults, { disallowComments: true });
  const [{ error, offset } = { error: 0 as JsoncParser.ParseErrorCode, offset: text.length }] = faults;
  const line = text.slice(offset).split("\n")[0].trimEnd();
  const found = line === "" ? "the file ends" : `found ${line.length > 40 ? `${line.slice(0, 40)}...` : line}`;
  const afterComma = /^[}\]]/.test(line) && /,\s*$/.test(text.slice(0, offset));
  const wanted = afterComma ? "no comma before it" : (expected[printParseErrorCode(error)] ?? "JSON");
  return `${path}:${lineAt(text, offset)}: ${found}, expected ${text.trim() === "" ? "JSON" : wanted}`;
}

/** What each of the package's faults comes to for someone who mends the file. */
const expected: Readonly<Record<string, string>> = {
  CommaExpected: "a comma before it",
  ColonExpected: "a colon before it",
  PropertyNameExpected: "the name of a field in double quotes",
  ValueExpected: "a value",
  CloseBraceExpected: "}",
  CloseBracketExpected: "]",
  EndOfFileExpected: "nothing more",
  InvalidSymbol: "JSON: names and texts stand in double quotes",
  InvalidCommentToken: "no comments",
  UnexpectedEndOfComment: "no comments",
  UnexpectedEndOfString: "a double quote at the end of the text, in its line",
  InvalidEscapeCharacter: "\\\\ for a backslash in a text",
  InvalidUnicode: "four digits after \\u",
  InvalidCharacter: "no control characters in a text",
};

/** The node of a place, a field's being its name; of the nearest thing around it that is there. */
function nodeAt(tree: JsoncParser.Node | undefined, place: JsonPlace): JsoncParser.Node | undefined {
  if (tree === undefined || place.length === 0) return tree;
  const node = parser().findNodeAtLocation(tree, [...place]);
  if (node === undefined) return nodeAt(tree, place.slice(0, -1));
  return node.parent?.type === "property" ? node.parent : node;
}

/** Names that a field before them in the same object has. */
function repeatedNames(node: JsoncParser.Node): JsoncParser.Node[] {
  const children = node.children ?? [];
  const names = node.type === "object" ? children.map(({ children: [name] = [] }) => name) : [];
  const first = new Set<unknown>();
  const again = names.filter(({ value }) => first.has(value) || !first.add(value));
  return [...again, ...children.flatMap(repeatedNames)];
}
