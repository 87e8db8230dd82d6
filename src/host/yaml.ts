import { isAlias, isMap, isSeq, LineCounter, parseDocument, type Document, type Node, type YAMLParseError } from "yaml";
import { faultsError, UserError } from "../errors.js";
import { readText } from "./files.js";
import type { JsonFile, JsonPlace } from "./json.js";

/** The part of a YAML file at a place, and what its name or its own first sign stands at. */
interface Found {
  readonly node: unknown;
  readonly offset: number;
}

/**
 * What a YAML (or JSON) file holds, with the line of each part, so that a schema's checker tells it as it tells JSON's.
 * YAML 1.2's plain values: `no` is a text, `1e-2` a number. Anchors and `<<` are followed.
 *
 * @throws UserError with file:line of a fault of the syntax, or of every field that is given twice
 */
export function readYamlFile(path: string): JsonFile {
  const text = readText(path).replace(/^\uFEFF/, "");
  if (/[\0\uFFFD]/.test(text)) throw new UserError(`${path}: holds bytes that are no text, expected YAML`);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
  const lineAt = (offset: number): number => lines.linePos(offset).line || 1;
  const faults = told(document.errors).map(({ message, pos }) => `${path}:${lineAt(pos[0])}: ${plain(message)}`);
  if (faults.length > 0) throw faultsError(faults);
  return { path, content: contentOf(path, document), lineOf: (place) => lineAt(offsetOf(document, place)) };
}

function contentOf(path: string, document: Document): unknown {
  try {
    return document.toJS() as unknown;
  } catch (error) {
    // An alias without its anchor shows here only, without its line.
    if (error instanceof ReferenceError) throw new UserError(`${path}: ${error.message}`);
    throw error;
  }
}

/** Fields given twice, all of them; of other faults the first, since those behind it mostly follow from it. */
function told(errors: readonly YAMLParseError[]): YAMLParseError[] {
  const [first] = errors.filter(({ code }) => code !== "DUPLICATE_KEY");
  return first === undefined ? [...errors] : [first];
}

/** The package's words where they are for programmers. */
const plain = (message: string): string =>
  message
    .replace("Map keys must be unique", "a field is given twice")
    .replace(/^Source contains multiple documents.*/, "a second document begins, expected one");

function offsetOf(document: Document, place: JsonPlace): number {
  let found: Found = { node: document.contents, offset: startOf(document.contents) };
  for (const part of place) {
    const inner = partOf(resolved(found.node, document), part);
    if (inner === null) break;
    found = inner;
  }
  return found.offset;
}

const resolved = (node: unknown, document: Document): unknown => (isAlias(node) ? node.resolve(document) : node);

function partOf(node: unknown, part: string | number): Found | null {
  if (isSeq(node)) {
    const item = node.items[Number(part)];
    return item === undefined ? null : { node: item, offset: startOf(item) };
  }
  if (!isMap(node)) return null;
  const pair = node.items.find(({ key }) => String(key) === String(part));
  return pair === undefined ? null : { node: pair.value, offset: startOf(pair.key) };
}

const startOf = (node: unknown): number => (node as Node | null)?.range?.[0] ?? 0;
