import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { digestOf, printDigest } from "../host/digest.js";
import { readJson } from "../host/json.js";
import { canonicalJson } from "./canonical-json.js";
import type { Published } from "./protocol.js";
import type { TemplateSet } from "./template-folder.js";

/** What is asked of templates: the content of protocols/templates/NAME.json. */
export interface TemplateProtocol {
  readonly name: TemplateSet;
  readonly title: string;
  readonly task: "templates";
  readonly asks: string;
  /** Counts of the whole set. */
  readonly expected: TemplateCounts;
  readonly metrics: {
    readonly fars: readonly number[];
    readonly ranks: readonly number[];
    readonly fpirs: readonly number[];
  };
  readonly conventions: readonly string[];
  readonly published: readonly Published[];
  /** "sha256:..." of the file's content as canonical JSON. */
  readonly digest: string;
}

/** How many a whole set has; `pairs` are those of 1:1, `genuine` those of one subject among them. */
export interface TemplateCounts {
  readonly images: number;
  readonly templates: number;
  readonly pairs: number;
  readonly genuine: number;
}

const folder = fileURLToPath(new URL("../../protocols/templates/", import.meta.url));

/** Names of the template protocols. */
export const templateSets: readonly TemplateSet[] = ["ijbb", "ijbc"];

/** The content of protocols/templates/NAME.json with its digest. */
export function loadTemplateProtocol(name: TemplateSet): TemplateProtocol {
  const content = readJson(join(folder, `${name}.json`)) as Omit<TemplateProtocol, "digest">;
  return { ...content, digest: printDigest(digestOf(canonicalJson(content))) };
}
