// The Markdown files a reader sees, taken apart by a parser.
import GitHubSlugger from "github-slugger";
import { marked, type Token, type Tokens } from "marked";
import { readdirSync, readFileSync } from "node:fs";

/** All pages, by their path from the repository's root. */
export const pages: readonly string[] = [
  ...["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "examples/README.md"],
  ...readdirSync("docs")
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
  ...readdirSync("fixtures", { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => `fixtures/${name}`),
];

/** Every token of a text, those inside others too. */
export function tokensOf(text: string): Token[] {
  const found: Token[] = [];
  marked.walkTokens(marked.lexer(text), (token) => void found.push(token));
  return found;
}

export const readPage = (path: string): Token[] => tokensOf(readFileSync(path, "utf8"));

/** Where links and pictures of a page lead. */
export const targetsOf = (tokens: readonly Token[]): string[] =>
  tokens
    .filter((token): token is Tokens.Link | Tokens.Image => token.type === "link" || token.type === "image")
    .map(({ href }) => href);

/** Anchors that GitHub makes of a page's headings. */
export function anchorsOf(tokens: readonly Token[]): string[] {
  const slugger = new GitHubSlugger();
  return tokens
    .filter((token): token is Tokens.Heading => token.type === "heading")
    .map((heading) => slugger.slug(plainText(heading.tokens)));
}

const plainText = (tokens: readonly Token[]): string =>
  tokens
    .map((token) => ("tokens" in token && token.tokens ? plainText(token.tokens) : "text" in token ? token.text : ""))
    .join("");

/** What stands in code, fenced or inline: the text a reader would copy. */
export const codeOf = (tokens: readonly Token[]): string[] =>
  tokens
    .filter((token): token is Tokens.Code | Tokens.Codespan => token.type === "code" || token.type === "codespan")
    .map(({ text }) => text);
