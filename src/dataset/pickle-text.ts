// Opcodes whose argument is a line of text: protocol 0, and names to import up to protocol 3.
import type { PickleMachine } from "./pickle-machine.js";

const longestName = 4096;
const longestString = 64 << 20;

/** The rest of the line, the line end taken off. */
function lineBytes(m: PickleMachine, most: number): Buffer {
  const start = m.file.at;
  const end = m.file.lineEnd(most);
  m.file.at = end + 1;
  return m.file.read(start, end);
}

const line = (m: PickleMachine, most = longestName): string => lineBytes(m, most).toString("latin1");

function wholeNumber(m: PickleMachine): number {
  const digits = line(m);
  if (!/^-?\d{1,15}L?$/.test(digits)) throw m.fault(`"${digits.slice(0, 40)}" is no whole number`);
  return parseInt(digits, 10);
}

/** INT writes booleans as 00 and 01. */
function integerOrBoolean(m: PickleMachine): number | boolean {
  const at = m.file.at;
  const digits = line(m);
  if (digits === "00" || digits === "01") return digits === "01";
  m.file.at = at;
  return wholeNumber(m);
}

const backslash = 92;
const hexMark = 120;

/** Byte of each one-letter escape. */
const escapes: Readonly<Record<number, number>> = Object.fromEntries(
  Object.entries({ n: 10, r: 13, t: 9, "\\": 92, "'": 39, '"': 34, a: 7, b: 8, f: 12, v: 11 }).map(([letter, byte]) => [
    letter.charCodeAt(0),
    byte,
  ]),
);

/** Value of a hexadecimal digit's byte, NaN for others. */
function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const letter = byte | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : NaN;
}

/** Bytes of a Python 2 string literal in quotes. */
function unquote(m: PickleMachine, literal: Buffer): Uint8Array {
  const last = literal.length - 1;
  const quote = literal[0];
  if (last < 1 || (quote !== 39 && quote !== 34) || literal[last] !== quote)
    throw m.fault("a string without its quotes");
  const out = Buffer.allocUnsafe(last);
  let size = 0;
  for (let i = 1; i < last; i++) {
    let byte = literal[i];
    if (byte === backslash) {
      const mark = literal[++i];
      const code = mark === hexMark ? 16 * hexDigit(literal[++i]) + hexDigit(literal[++i]) : escapes[mark];
      if (code === undefined || Number.isNaN(code) || i >= last)
        throw m.fault("a string with an escape that isn't Python's");
      byte = code;
    }
    out[size++] = byte;
  }
  return Buffer.from(out.subarray(0, size));
}

/** GLOBAL: module and name, each on a line. */
function importLine(m: PickleMachine): void {
  const at = m.file.at - 1;
  const module = line(m);
  m.import(module, line(m), at);
}

/** Opcodes by their byte. */
export const textOpcodes: Readonly<Record<number, (machine: PickleMachine) => void>> = {
  0x49: (m) => m.push(integerOrBoolean(m)),
  0x4c: (m) => m.push(wholeNumber(m)),
  0x53: (m) => m.push(m.decoded(unquote(m, lineBytes(m, longestString)))),
  0x56: (m) =>
    m.push(
      line(m, longestString).replace(/\\u([0-9a-fA-F]{4})/g, (_, hex: string) =>
        String.fromCharCode(parseInt(hex, 16)),
      ),
    ),
  0x67: (m) => m.recall(wholeNumber(m)),
  0x70: (m) => m.remember(wholeNumber(m), m.top()),
  0x63: importLine,
  // INST imports and calls at once; there is no value here that needs it.
  0x69: (m) => {
    importLine(m);
    throw m.fault("a call by INST: refused");
  },
};
