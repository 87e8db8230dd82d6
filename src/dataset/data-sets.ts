// Which protocols' data a folder holds, and what is wrong with them.
import { basename, dirname, join } from "node:path";
import { isFile } from "../host/files.js";
import { checkCounts, countOf, printCount } from "../protocol/counts.js";
import { listProtocols, loadProtocol, type Protocol } from "../protocol/protocol.js";
import { readPairs } from "../protocol/read-pairs.js";
import type { PairList } from "../types.js";
import { findPairs, findVerificationData, type VerificationData } from "./folders.js";
import { resolveImages } from "./images.js";
import { inspectPairs } from "./inspect-pairs.js";
import { Findings, type Inspection } from "./inspection.js";

/** Data that a folder holds: one pair list, and the protocol it answers. */
export interface DataSet {
  readonly protocol: Protocol;
  /** Protocols that could be meant as well. */
  readonly others: readonly Protocol[];
  readonly folder: string;
  /** The pair list's files, or what is wrong with them: the same for the same list, from wherever it was found. */
  readonly source: string;
}

/** Drawn sets, and any a user writes a protocol for, say themselves what they are. */
const ownProtocol = "protocol.json";
const shownMissing = 5;

/**
 * The data sets in a folder, none where it holds no pairs. MagFace's lists fit every protocol: the folder's name then
 * decides, and where it doesn't, those come first whose counts the pairs have.
 */
export async function dataSetsIn(folder: string): Promise<DataSet[]> {
  const own = join(folder, ownProtocol);
  const protocol = isFile(own) ? await new Findings().attempt(() => loadProtocol(own)) : undefined;
  if (protocol?.pairs !== undefined) return [{ protocol, others: [], folder, source: protocol.pairs }];
  const sources = new Map<string, { counted: Protocol[]; fitting: Protocol[] }>();
  for (const name of listProtocols()) {
    const protocol = await loadProtocol(name);
    const found = await pairsFor(protocol, folder);
    if (found === null) continue;
    if (!sources.has(found.source)) sources.set(found.source, { counted: [], fitting: [] });
    sources.get(found.source)![found.counted ? "counted" : "fitting"].push(protocol);
  }
  return Array.from(sources, ([source, { counted, fitting }]) => {
    const all = [...counted, ...fitting];
    const named = basename(folder).toLowerCase();
    const own = all.find(({ name }) => named.startsWith(name)) ?? all.find(({ name }) => named.includes(name));
    const [protocol, ...others] = own ? [own] : counted.length > 0 ? counted : fitting;
    return { protocol, others, folder, source };
  });
}

/** A faulty list is its protocol's data all the same; what is wrong is told later. */
async function pairsFor(protocol: Protocol, folder: string): Promise<{ source: string; counted: boolean } | null> {
  const reading = new Findings();
  const pairs = await reading.attempt(() => findPairs(protocol, folder));
  if (pairs === null) return null;
  if (pairs === undefined) return { source: reading.problems.join("\n"), counted: false };
  const counting = new Findings();
  await counting.attempt(() => checkCounts(protocol, pairs));
  return { source: pairs.source, counted: counting.problems.length === 0 };
}

/** Pairs and images of a set. @throws UserError where a list is faulty, or no image is there */
export async function readDataSet({ protocol, folder }: DataSet): Promise<VerificationData> {
  if (protocol.pairs === undefined) return findVerificationData(protocol, folder);
  const { pairs, format } = await readPairs(protocol.pairs);
  const found = resolveImages(pairs.names, protocol.images ?? dirname(protocol.pairs));
  return { pairs, form: `${format} (${protocol.pairs})`, ...found };
}

/** What a set holds, and how much of it there is. */
export interface InspectedSet {
  readonly inspection: Inspection;
  /** Those of the problems that stop no run. */
  readonly doubts: readonly string[];
  /** Images that are not there; Infinity where none is. */
  readonly missing: number;
}

/** What a set holds, against what its protocol expects. */
export async function inspectDataSet(set: DataSet): Promise<InspectedSet> {
  const { protocol, others } = set;
  const findings = new Findings();
  const data = await findings.attempt(() => readDataSet(set));
  const pairs = data?.pairs ?? (await pairsAlone(set));
  if (data) findings.fact("form", data.form);
  const doubts = pairs ? inspectPairs(findings, pairs) : [];
  if (pairs) {
    await findings.attempt(() => checkCounts(protocol, pairs));
  }
  if (data) tellImages(findings, data);
  if (others.length > 0) findings.fact("read as well by", others.map(({ name }) => name).join(", "));
  const missing = data?.missing.length ?? Infinity;
  return { inspection: findings.as(`data of ${protocol.name}`), doubts, missing };
}

const pairsAlone = async ({ protocol, folder }: DataSet): Promise<PairList | null | undefined> =>
  new Findings().attempt(async () =>
    protocol.pairs === undefined ? findPairs(protocol, folder) : (await readPairs(protocol.pairs)).pairs,
  );

function tellImages(findings: Findings, { images, missing }: VerificationData): void {
  const [found, all] = [images.length - missing.length, images.length];
  findings.fact("images found", `${printCount(found)} of ${printCount(all)}`);
  if (missing.length === 0) return;
  const more = missing.length > shownMissing ? ", ..." : "";
  findings.problems.push(
    `${countOf(missing.length, "image")} missing: ${missing.slice(0, shownMissing).join(", ")}${more}`,
  );
}
