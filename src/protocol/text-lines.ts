import { StringDecoder } from "node:string_decoder";
import { faultsError, UserError } from "../errors.js";
import { closeFile, openForReading, readFully } from "../host/files.js";

const pieceBytes = 1 << 20;
const longestLine = 1 << 20;
const mostFaults = 1000;

/** Handed one line without its line end, and its 1-based number; answers what is wrong with it, if anything is. */
export type LineReader = (text: string, number: number) => string | undefined;

/**
 * Hands every line of a text file that is not blank to `read`, a megabyte of the file in memory at a time.
 * A byte-order mark and either kind of line end are dropped; the last line may lack its end.
 *
 * @throws UserError with all faults, each as file:line, after the last line (or at the thousandth fault); at once when
 *   the file is no text
 */
export function eachLine(path: string, read: LineReader): void {
  const faults: string[] = [];
  for (const [text, number] of linesOf(path)) {
    if (text.trim() === "") continue;
    const fault = read(text, number);
    if (fault !== undefined) faults.push(`${path}:${number}: ${fault}`);
    if (faults.length === mostFaults) break;
  }
  if (faults.length > 0) throw faultsError(faults);
}

/** The first lines of a text file that are not blank, at most `most`. @throws UserError when it is no text */
export function firstLines(path: string, most: number): string[] {
  const lines: string[] = [];
  for (const [text] of linesOf(path)) {
    if (text.trim() !== "") lines.push(text);
    if (lines.length === most) break;
  }
  return lines;
}

/** Says of a file that bytes are read from what `eachLine` would say. @throws UserError when it is no text */
export const checkText = (path: string): void => void firstLines(path, 1);

/** Fields of a line between runs of blanks and tabs. */
export const blankFields = (line: string): string[] => line.trim().split(/\s+/);

function* linesOf(path: string): Generator<[text: string, number: number]> {
  let rest = "";
  let number = 0;
  for (const piece of textPieces(path)) {
    const lines = (rest + piece).split("\n");
    rest = lines.pop()!;
    for (const line of lines) yield [withoutReturn(line), ++number];
    if (rest.length > longestLine) throw new UserError(`${path}:${number + 1}: a line of over 1 MB, expected a list`);
  }
  if (rest !== "") yield [withoutReturn(rest), ++number];
}

const withoutReturn = (line: string): string => (line.endsWith("\r") ? line.slice(0, -1) : line);

function* textPieces(path: string): Generator<string> {
  const file = openForReading(path);
  try {
    const decoder = new StringDecoder("utf8");
    const piece = Buffer.allocUnsafe(pieceBytes);
    for (let at = 0; ;) {
      const got = readFully(file, piece, at);
      if (got === 0) return;
      const bytes = piece.subarray(0, got);
      if (at === 0 && /^(\xff\xfe|\xfe\xff)/.test(bytes.toString("latin1", 0, 2)))
        throw new UserError(`${path}: UTF-16 text, expected UTF-8: save it so in the editor it came from`);
      if (bytes.includes(0)) throw new UserError(`${path}: holds zero bytes, expected a text list`);
      const text = decoder.write(bytes);
      yield at === 0 && text.startsWith("\uFEFF") ? text.slice(1) : text;
      at += got;
    }
  } finally {
    closeFile(file);
  }
}
