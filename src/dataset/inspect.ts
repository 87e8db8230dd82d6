import { UserError } from "../errors.js";
import { isFolder, readRange, statOf } from "../host/files.js";
import { readJsonFile } from "../host/json.js";
import { isMatFile } from "../protocol/matlab.js";
import { firstBytes, sniffPairFormat } from "../protocol/pair-format.js";
import { checkProtocol } from "../protocol/schema.js";
import { loadProtocol } from "../protocol/protocol.js";
import { readPairs } from "../protocol/read-pairs.js";
import { blankFields, firstLines } from "../protocol/text-lines.js";
import { imageKind } from "./image-kind.js";
import { inspectFeatureList, inspectNpy, looksLikeFeatures } from "./inspect-features.js";
import { inspectFolder, resultFacts } from "./inspect-folder.js";
import { inspectImages, inspectPairs } from "./inspect-pairs.js";
import { inspectQuality, looksLikeQuality } from "./inspect-quality.js";
import { Findings, type Inspection } from "./inspection.js";
import { checkCard } from "./card-schema.js";
import { readInsightFaceBin } from "./insightface-bin.js";
import { readLandmarks } from "./landmarks.js";

/**
 * Says what a file or folder is by its content, what it holds and what is wrong with it. Faults of the file are
 * problems of the answer, not errors.
 *
 * @throws UserError when there is nothing at `path`, or it can't be read
 */
export async function inspectPath(path: string): Promise<Inspection> {
  const stat = statOf(path);
  if (stat === null) throw new UserError(`${path}: no such file or folder`);
  if (isFolder(path)) return inspectFolder(path);
  const findings = new Findings();
  findings.fact("bytes", Number(stat.size));
  if (stat.size === 0n) return empty(findings, path);
  const start = firstBytes(path);
  const image = imageKind(start);
  if (image) return inspectImage(findings, path, image, Number(stat.size));
  if (start.toString("latin1", 0, 6) === "\x93NUMPY") return npy(findings, path);
  if (/^version https:\/\/git-lfs/.test(start.toString("latin1"))) return pointer(findings, path);
  if (isMatFile(start)) return pairList(findings, path, "AgeDB protocol (.mat)");
  if (isPickle(path, start)) return bin(findings, path);
  if (path.endsWith(".onnx") || start[0] === 0x08) return onnx(findings, path, start);
  if (start.includes(0)) return unknown(findings, path, start);
  return inspectText(findings, path, start);
}

function empty(findings: Findings, path: string): Inspection {
  findings.problems.push(`${path}: empty`);
  return findings.as("empty file");
}

function inspectImage(findings: Findings, path: string, kind: string, size: number): Inspection {
  const end = readRange(path, Math.max(0, size - 64), size);
  const whole =
    kind === "JPEG" ? end.includes(Buffer.from([0xff, 0xd9])) : kind === "PNG" ? end.includes("IEND") : true;
  if (!whole) findings.problems.push(`${path}: the ${kind}'s end mark is missing; was it copied whole?`);
  return findings.as(`${kind} image`);
}

function npy(findings: Findings, path: string): Inspection {
  inspectNpy(findings, path);
  return findings.as("numpy array (.npy)");
}

function pointer(findings: Findings, path: string): Inspection {
  findings.problems.push(`${path}: a pointer that Git LFS left in place of the file; get the file with "git lfs pull"`);
  return findings.as("Git LFS pointer");
}

/** Protocol 2 and later begin with a mark; earlier ones, like Python 2's text form, with an opening bracket. */
const isPickle = (path: string, start: Buffer): boolean =>
  (start[0] === 0x80 && start[1] <= 5) ||
  (/\.(?:bin|pkl|pickle)$/.test(path) && /^[(\]lc]/.test(start.toString("latin1", 0, 1)));

async function bin(findings: Findings, path: string): Promise<Inspection> {
  const data = await findings.attempt(() => readInsightFaceBin(path));
  if (data) {
    inspectPairs(findings, data.pairs);
    inspectImages(findings, data.images);
  }
  return findings.as(data ? "InsightFace .bin" : "pickle");
}

function onnx(findings: Findings, path: string, start: Buffer): Inspection {
  // An ONNX model is a protobuf whose first field is its IR version, a small number.
  if (start[0] === 0x08 && start[1] < 64) findings.fact("IR version", start[1]);
  else findings.problems.push(`${path}: does not begin as an ONNX model does`);
  return findings.as("ONNX model");
}

function unknown(findings: Findings, path: string, start: Buffer): Inspection {
  findings.problems.push(`${path}: begins with bytes ${start.toString("hex", 0, 8)}, no form known here`);
  return findings.as("unknown binary file");
}

async function inspectText(findings: Findings, path: string, start: Buffer): Promise<Inspection> {
  if (/^(?:\xef\xbb\xbf)?\s*[{[]/.test(start.toString("latin1"))) return json(findings, path);
  const lines = (await findings.attempt(() => firstLines(path, 2))) ?? [];
  if (lines.length === 0) return findings.as("unknown file");
  const [line] = lines;
  if (looksLikeFeatures(line)) {
    await inspectFeatureList(findings, path);
    return findings.as("feature list");
  }
  if (looksLikeLandmarks(lines.at(-1)!)) {
    const points = await findings.attempt(() => readLandmarks(path));
    if (points) findings.fact("images", points.size);
    return findings.as("landmarks (5 points an image)");
  }
  if (looksLikeQuality(lines)) {
    await inspectQuality(findings, path);
    return findings.as("quality numbers");
  }
  if (lines.every((each) => blankFields(each).length === 1 && /\.\w{3,4}$/.test(each) && !each.includes(","))) {
    return findings.as("image list");
  }
  return pairList(findings, path);
}

function looksLikeLandmarks(line: string): boolean {
  const fields = line.includes(",") ? line.split(",") : blankFields(line);
  const numbers = fields.slice(1);
  return (numbers.length === 10 || numbers.length === 11) && numbers.every((field) => Number.isFinite(Number(field)));
}

async function pairList(findings: Findings, path: string, kind?: string): Promise<Inspection> {
  const guess = await findings.attempt(() => sniffPairFormat(path));
  if (!guess) return findings.as("unknown text file");
  findings.fact("told by", guess.why);
  const read = await findings.attempt(() => readPairs(path, guess.format));
  if (read) inspectPairs(findings, read.pairs);
  return findings.as(kind ?? `pair list (${guess.format})`);
}

async function json(findings: Findings, path: string): Promise<Inspection> {
  const file = await findings.attempt(() => readJsonFile(path));
  const content = file?.content;
  const has = (...keys: string[]): boolean =>
    typeof content === "object" && content !== null && keys.every((key) => key in content);
  if (has("figures", "protocol")) {
    resultFacts(findings, content);
    return findings.as("result of magface-eval");
  }
  if (has("task") || has("pairs")) {
    await findings.attempt(() => checkProtocol(file!));
    if (findings.problems.length === 0) await protocolFacts(findings, path);
    return findings.as("protocol");
  }
  if (has("preset") || has("width") || has("channels")) {
    for (const [key, value] of Object.entries(content as object)) findings.fact(key, JSON.stringify(value));
    await findings.attempt(() => checkCard(file!));
    return findings.as("model card");
  }
  return findings.as("JSON");
}

async function protocolFacts(findings: Findings, path: string): Promise<void> {
  const protocol = await loadProtocol(path);
  findings.fact("name", protocol.name);
  findings.fact("asks", protocol.asks === "" ? "-" : protocol.asks);
  if (protocol.pairs === undefined) return;
  const read = await findings.attempt(() => readPairs(protocol.pairs!));
  if (read) inspectPairs(findings, read.pairs);
}
