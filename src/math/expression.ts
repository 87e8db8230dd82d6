// Conditions over numbers, read by mathjs's parser. It is loaded on first use, as statistics.ts loads it.
import { createRequire } from "node:module";

/** What this file reads of a node of mathjs's syntax tree. */
interface MathNode {
  readonly type: string;
  readonly name?: string;
  readonly fn?: string | MathNode;
  readonly args?: readonly MathNode[];
  readonly implicit?: boolean;
  readonly value?: unknown;
  readonly content?: MathNode;
  readonly conditionals?: readonly string[];
  readonly params?: readonly MathNode[];
  toString(): string;
  compile(): { evaluate(scope: Map<string, number>): unknown };
}

const parser = () => createRequire(import.meta.url)("mathjs/lib/browser/math.js") as { parse(text: string): MathNode };

/** What is wrong with a condition, in one clause. */
export class ExpressionFault extends Error {
  override readonly name = "ExpressionFault";
}

/** A condition that holds or does not, once its symbols have values. */
export interface Condition {
  /** The symbols in it, each once. */
  readonly symbols: readonly string[];
  /** Numbers that differ by less than 1e-12 of their size are equal, as in mathjs. @throws ExpressionFault */
  holds(values: ReadonlyMap<string, number>): boolean;
}

type Kind = "number" | "truth";

const kinds = (names: string, takes: Kind, gives: Kind): [string, { takes: Kind; gives: Kind }][] =>
  names.split(" ").map((name) => [name, { takes, gives }]);

/** mathjs's names of the operators that a condition may have. */
const operators = new Map([
  ...kinds("add subtract multiply divide pow unaryMinus unaryPlus", "number", "number"),
  ...kinds("smaller smallerEq larger largerEq equal unequal", "number", "truth"),
  ...kinds("and or not", "truth", "truth"),
]);

const functions = ["abs", "min", "max"];

/** What people call the parts of mathjs's language that are refused. */
const refused: Readonly<Record<string, string>> = {
  AccessorNode: "access to a property",
  ArrayNode: "a list",
  AssignmentNode: "an assignment (== compares)",
  BlockNode: "several expressions",
  ConditionalNode: "a choice (? :)",
  FunctionAssignmentNode: "a definition of a function",
  IndexNode: "an index",
  ObjectNode: "an object",
  RangeNode: "a range",
};

/**
 * Reads a condition: numbers, the symbols given, parentheses, + - * / ^, comparisons (chains too), and, or, not, abs, min and
 * max. Nothing else of mathjs's language is let through, so that nothing else of it can be run.
 *
 * @param known the only symbols
 * @throws ExpressionFault for anything else, and where it comes to a number
 */
export function readCondition(text: string, known: ReadonlySet<string>): Condition {
  const tree = parse(text);
  const symbols = new Set<string>();
  if (kindOf(tree, known, symbols) !== "truth") throw new ExpressionFault("comes to a number, expected a comparison");
  const code = tree.compile();
  return {
    symbols: [...symbols],
    holds(values) {
      return code.evaluate(new Map(Array.from(symbols, (symbol) => [symbol, values.get(symbol) ?? NaN]))) === true;
    },
  };
}

function parse(text: string): MathNode {
  try {
    return parser().parse(text);
  } catch (error) {
    throw new ExpressionFault(`can't be read: ${(error as Error).message}`);
  }
}

/** What a node comes to; collects its symbols. @throws ExpressionFault */
function kindOf(node: MathNode, known: ReadonlySet<string>, symbols: Set<string>): Kind {
  const all = (nodes: readonly MathNode[], wanted: Kind, of: string): void => {
    for (const each of nodes)
      if (kindOf(each, known, symbols) !== wanted)
        throw new ExpressionFault(
          `${of} takes ${wanted === "number" ? "numbers" : "comparisons"}, found ${String(each)}`,
        );
  };
  switch (node.type) {
    case "ParenthesisNode":
      return kindOf(node.content!, known, symbols);
    case "ConstantNode":
      if (Number.isFinite(node.value)) return "number";
      throw new ExpressionFault(
        `holds ${node.value === undefined ? "nothing" : String(node)}, expected numbers and figures`,
      );
    case "SymbolNode":
      if (!known.has(node.name!)) throw new ExpressionFault(`holds "${node.name}", which is no figure`);
      symbols.add(node.name!);
      return "number";
    case "RelationalNode":
      all(node.params!, "number", "a comparison");
      return "truth";
    case "OperatorNode":
      return operator(node, all);
    case "FunctionNode":
      return call(node, all);
    default:
      throw new ExpressionFault(
        `holds ${refused[node.type] ?? `a ${node.type}`}, which rules can't have: ${String(node)}`,
      );
  }
}

type CheckAll = (nodes: readonly MathNode[], wanted: Kind, of: string) => void;

function operator({ fn, args, implicit, ...node }: MathNode, all: CheckAll): Kind {
  const sort = operators.get(fn as string);
  if (implicit || sort === undefined)
    throw new ExpressionFault(
      implicit
        ? `two terms stand side by side (${args!.join(" ")})`
        : `holds the operator ${String(fn)}, which rules can't have`,
    );
  all(args!, sort.takes, String((node as { op?: string }).op));
  return sort.gives;
}

/** mathjs lets anything be called that comes to a function: here only a plain name may be. */
function call({ fn, args }: MathNode, all: CheckAll): Kind {
  const callee = fn as MathNode;
  const name = callee.type === "SymbolNode" ? callee.name! : String(callee);
  if (callee.type !== "SymbolNode" || !functions.includes(name))
    throw new ExpressionFault(`calls ${name}, expected no functions but ${functions.join(", ")}`);
  const fits = name === "abs" ? args!.length === 1 : args!.length > 0;
  if (!fits) throw new ExpressionFault(`calls ${name} with ${args!.length} arguments`);
  all(args!, "number", name);
  return "number";
}
