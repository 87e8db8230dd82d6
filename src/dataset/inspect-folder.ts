import { basename, extname, join } from "node:path";
import { isFile, listFolder } from "../host/files.js";
import { readJson } from "../host/json.js";
import { checkCounts, countOf, printCount } from "../protocol/counts.js";
import { listProtocols, loadProtocol, type Protocol } from "../protocol/protocol.js";
import { findPairs, findVerificationData } from "./folders.js";
import { inspectPairs } from "./inspect-pairs.js";
import { Findings, type Inspection } from "./inspection.js";

const images = /\.(?:jpe?g|png|bmp|p[gp]m|webp|tiff?)$/i;
const shownMissing = 5;
/** A folder with more files besides images shows only their number. */
const mostNamed = 12;

/** What a folder is: results of ours, a cache, data of a protocol, a folder of images, or none of these. */
export async function inspectFolder(path: string): Promise<Inspection> {
  if (isFile(join(path, "result.json"))) return inspectResults(path);
  if (isFile(join(path, "data.mdb"))) return new Findings().as("embedding cache: magface-eval cache ls tells more");
  const [protocol, ...others] = await protocolsOf(path);
  if (protocol) return inspectData(path, protocol, others);
  return inspectContents(path);
}

async function inspectResults(path: string): Promise<Inspection> {
  const findings = new Findings();
  const content = await findings.attempt(() => readJson(join(path, "result.json")));
  if (content !== undefined) resultFacts(findings, content);
  findings.fact(
    "files",
    listFolder(path)
      .map((entry) => entry.name)
      .join(", "),
  );
  return findings.as("results folder");
}

/** Facts of a result.json's content. */
export function resultFacts(findings: Findings, content: unknown): void {
  const { task, protocol, figures } = content as { task?: unknown; protocol?: { name?: unknown }; figures?: unknown[] };
  findings.fact("task", String(task));
  findings.fact("protocol", String(protocol?.name));
  findings.fact("figures", Array.isArray(figures) ? figures.length : 0);
}

/**
 * The protocols that a folder can hold data of. MagFace's lists fit every protocol: the folder's name then decides, and
 * where it doesn't, those come first whose counts the pairs have.
 */
async function protocolsOf(path: string): Promise<Protocol[]> {
  const fitting: Protocol[] = [];
  const counted: Protocol[] = [];
  for (const name of listProtocols()) {
    const protocol = await loadProtocol(name);
    // A faulty list is its protocol's data all the same; what is wrong is told later.
    const found = await new Findings().attempt(() => findPairs(protocol, path));
    if (found === null) continue;
    const counts = new Findings();
    if (found) await counts.attempt(() => checkCounts(protocol, found));
    (found && counts.problems.length === 0 ? counted : fitting).push(protocol);
  }
  const all = [...counted, ...fitting];
  const named = basename(path).toLowerCase();
  const own = all.find(({ name }) => named.startsWith(name)) ?? all.find(({ name }) => named.includes(name));
  if (own) return [own];
  return counted.length > 0 ? counted : fitting;
}

async function inspectData(path: string, protocol: Protocol, others: readonly Protocol[]): Promise<Inspection> {
  const findings = new Findings();
  const data = await findings.attempt(() => findVerificationData(protocol, path));
  const pairs = data?.pairs ?? (await new Findings().attempt(() => findPairs(protocol, path)));
  if (data) findings.fact("form", data.form);
  if (pairs) {
    inspectPairs(findings, pairs);
    await findings.attempt(() => checkCounts(protocol, pairs));
  }
  if (data) {
    findings.fact(
      "images found",
      `${printCount(data.images.length - data.missing.length)} of ${printCount(data.images.length)}`,
    );
    const more = data.missing.length > shownMissing ? ", ..." : "";
    if (data.missing.length > 0) {
      findings.problems.push(
        `${countOf(data.missing.length, "image")} missing: ${data.missing.slice(0, shownMissing).join(", ")}${more}`,
      );
    }
  }
  if (others.length > 0) findings.fact("read as well by", others.map(({ name }) => name).join(", "));
  return findings.as(`data of ${protocol.name}`);
}

function inspectContents(path: string): Inspection {
  const findings = new Findings();
  const kinds = new Map<string, number>();
  const entries = listFolder(path);
  for (const entry of entries) {
    const kind = entry.isDirectory() ? "folders" : extname(entry.name).toLowerCase() || "files without ending";
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  for (const [kind, count] of kinds) findings.fact(kind, count);
  const lists = entries.filter((entry) => entry.isFile() && !images.test(entry.name)).map(({ name }) => name);
  if (lists.length > 0 && lists.length <= mostNamed) findings.fact("files", lists.join(", "));
  if (entries.length === 0) findings.problems.push(`${path}: empty`);
  const count = entries.filter((entry) => images.test(entry.name)).length;
  return findings.as(count > 0 ? "folder of images" : "folder");
}
