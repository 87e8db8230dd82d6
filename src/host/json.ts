import { UserError } from "../errors.js";
import { readText } from "./files.js";

const token =
  /\s*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/y;

/** What a JSON file holds. @throws UserError with file:line and what stands there, when it can't be read or is no JSON */
export function readJson(path: string): unknown {
  const text = readText(path).replace(/^\uFEFF/, "");
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const at = faultIn(text);
    const line = text.slice(0, at).split("\n").length;
    const found = at >= text.length ? "the file ends" : `"${text.slice(at, at + 20).split("\n")[0]}"`;
    throw new UserError(
      `${path}:${line}: ${found}, expected ${at === 0 && text.trim() === "" ? "JSON" : "valid JSON here"}`,
    );
  }
}

/** Offset of the first character that can't be JSON there; the engine's own messages don't always tell it. */
function faultIn(text: string): number {
  const open: string[] = [];
  let expects = "value";
  token.lastIndex = 0;
  for (;;) {
    const at = token.lastIndex;
    const match = token.exec(text);
    const start = at + (/\s*/y.exec(text.slice(at))?.[0].length ?? 0);
    if (match === null || expects === "nothing") return start;
    const next = following(match[1] ?? "value", match[2] ?? "", expects, open);
    if (next === undefined) return start;
    expects = next;
  }
}

/** What may come after a token, or undefined where the token itself may not. `open` holds the brackets around it. */
function following(mark: string, value: string, expects: string, open: string[]): string | undefined {
  const after = (): string => (open.length === 0 ? "nothing" : "comma or end");
  const wantsValue = expects === "value" || expects === "value or ]";
  if (mark === "value") {
    if (expects === "key" || expects === "key or }") return value.startsWith('"') ? "colon" : undefined;
    return wantsValue ? after() : undefined;
  }
  if (mark === "{" || mark === "[") {
    open.push(mark);
    return wantsValue ? (mark === "{" ? "key or }" : "value or ]") : undefined;
  }
  if (mark === ":") return expects === "colon" ? "value" : undefined;
  if (mark === ",") return expects === "comma or end" ? (open.at(-1) === "{" ? "key" : "value") : undefined;
  const closes = expects === "comma or end" || expects === (mark === "}" ? "key or }" : "value or ]");
  return closes && open.pop() === (mark === "}" ? "{" : "[") ? after() : undefined;
}
