import { epochMilliseconds } from "../host/clock.js";
import { quickFactsOf } from "../host/files.js";
import { factsPerFile, type PackedFacts } from "./list-memory.js";

/** Files by the names in a text: name i lies at [bounds[2 i], bounds[2 i + 1]) of it. */
export interface StatTask {
  readonly folder: string;
  readonly text: Uint8Array;
  readonly bounds: Uint32Array;
}

export interface StatAnswer {
  /** Zeros where there is no file. */
  readonly facts: PackedFacts;
  /** Milliseconds since 1970 before the first was looked at. */
  readonly takenAt: number;
}

/** What the files look like. */
export function statFiles({ folder, text, bounds }: StatTask): StatAnswer {
  const takenAt = epochMilliseconds();
  const names = Buffer.from(text.buffer, text.byteOffset, text.byteLength);
  const facts = new Float64Array((bounds.length / 2) * factsPerFile);
  for (let file = 0; 2 * file < bounds.length; file++) {
    const found = quickFactsOf(`${folder}/${names.toString("utf8", bounds[2 * file], bounds[2 * file + 1])}`);
    if (found !== null) facts.set(found, file * factsPerFile);
  }
  return { facts, takenAt };
}
