import { closeFile, openForReading, readFully, sizeOfOpen } from "../host/files.js";
import { blankFields, eachLine } from "../protocol/text-lines.js";
import type { Findings } from "./inspection.js";

const sampleRows = 1000;
const npyHeaderBytes = 12;
const npyLongestHeader = 65_536;

/** Whether a line reads as `path f1 .. fn` of a feature list. */
export function looksLikeFeatures(line: string): boolean {
  const fields = blankFields(line);
  return fields.length > 16 && fields.slice(1).every((field) => Number.isFinite(Number(field)));
}

/** Rows and dimension of a feature list, magnitudes of its first 1,000 rows, and each row of another length. */
export async function inspectFeatureList(findings: Findings, path: string): Promise<void> {
  let [rows, dimension] = [0, 0];
  const magnitudes: number[] = [];
  await findings.attempt(() =>
    eachLine(path, (text) => {
      const fields = blankFields(text);
      dimension ||= fields.length - 1;
      if (rows++ < sampleRows)
        magnitudes.push(Math.sqrt(fields.slice(1).reduce((sum, field) => sum + Number(field) ** 2, 0)));
      return fields.length - 1 === dimension
        ? undefined
        : `${fields.length - 1} numbers, expected ${dimension} as in line 1`;
    }),
  );
  findings.fact("rows", rows);
  findings.fact("dimension", dimension);
  const defined = magnitudes.filter(Number.isFinite);
  if (defined.length < magnitudes.length)
    findings.problems.push(`${path}: ${magnitudes.length - defined.length} rows hold no numbers`);
  if (defined.length === 0) return;
  const [least, most] = [Math.min(...defined), Math.max(...defined)];
  findings.fact(`magnitudes of the first ${defined.length} rows`, `${least.toPrecision(4)} to ${most.toPrecision(4)}`);
  if (most > 0 && most - least < 1e-3 * most) {
    findings.problems.push(
      `${path}: all magnitudes are equal: normalised features carry no quality, MagFace's must be raw`,
    );
  }
}

/** Shape and element type of a .npy file, by its header and its size. */
export function inspectNpy(findings: Findings, path: string): void {
  const file = openForReading(path);
  try {
    const head = Buffer.alloc(npyHeaderBytes + npyLongestHeader);
    const got = head.subarray(0, readFully(file, head, 0));
    const start = got[6] >= 2 ? 12 : 10;
    const length = got.length < start ? 0 : got[6] >= 2 ? got.readUInt32LE(8) : got.readUInt16LE(8);
    const text = got.toString("latin1", start, start + length);
    const [, descr] = /'descr':\s*'([^']+)'/.exec(text) ?? [];
    const [, sides] = /'shape':\s*\(([^)]*)\)/.exec(text) ?? [];
    if (descr === undefined || sides === undefined) {
      findings.problems.push(`${path}: no header of a numpy array after its first bytes`);
      return;
    }
    const shape = sides
      .split(",")
      .filter((side) => side.trim() !== "")
      .map(Number);
    findings.fact("shape", shape.join(" x "));
    findings.fact("elements", descr);
    if (shape.length !== 2)
      findings.problems.push(`${path}: ${shape.length} dimensions, expected 2 (rows x dimension) for features`);
    checkNpySize(findings, path, { shape, descr, held: sizeOfOpen(file) - start - length });
  } finally {
    closeFile(file);
  }
}

function checkNpySize(findings: Findings, path: string, npy: { shape: number[]; descr: string; held: number }): void {
  const bytes = Number(/^[<>|=][biuf](\d+)$/.exec(npy.descr)?.[1]);
  const needed = npy.shape.reduce((product, side) => product * side, 1) * bytes;
  if (Number.isNaN(bytes)) findings.problems.push(`${path}: elements ${npy.descr}, expected numbers`);
  else if (npy.held !== needed)
    findings.problems.push(`${path}: ${npy.held} bytes of elements, its shape needs ${needed}`);
}
