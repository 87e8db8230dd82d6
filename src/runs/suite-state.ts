// What a suite has finished, in a file beside its results: which request made each cell's result.json.
import { join } from "node:path";
import { digestOfFile, printDigest } from "../host/digest.js";
import { isFile, makeFolder, readText, writeTogether } from "../host/files.js";
import type { Cell } from "./suite-cell.js";

const fileName = "suite-state.json";

interface Entry {
  /** Digest of all that the cell's results depend on. */
  readonly request: string;
  /** Digest of its result.json, which another command may have written over since. */
  readonly result: string;
}

/** Finished cells by their names; those of other suites with the same folder stay. */
export class SuiteState {
  readonly #cells: Map<string, Entry>;

  private constructor(
    private readonly out: string,
    cells: Iterable<[string, Entry]>,
  ) {
    this.#cells = new Map(cells);
  }

  /** What is there; nothing where the file is missing or none of ours: then all cells run again. */
  static read(out: string): SuiteState {
    const path = join(out, fileName);
    return new SuiteState(out, isFile(path) ? entriesOf(readText(path)) : []);
  }

  /** Whether a cell's results are there and were made from this request. */
  holds({ id, folder }: Cell, request: string): boolean {
    const entry = this.#cells.get(id);
    if (entry?.request !== request || folder === null) return false;
    const seal = join(this.out, folder, "result.json");
    return isFile(seal) && printDigest(digestOfFile(seal)) === entry.result;
  }

  /** Remembers a cell whose results are written. @throws UserError where the file can't be */
  record({ id, folder }: Cell, request: string): void {
    const result = printDigest(digestOfFile(join(this.out, folder!, "result.json")));
    this.#cells.set(id, { request, result });
    this.#write();
  }

  #write(): void {
    const cells = Object.fromEntries([...this.#cells].sort(([a], [b]) => (a < b ? -1 : 1)));
    makeFolder(this.out);
    // Not writeWhole: what a kill leaves of this is known by its name, and removed by the next run.
    writeTogether(
      new Map([[join(this.out, fileName), `${JSON.stringify({ format: 1, cells }, null, 2)}\n`]]),
      () => {},
    );
  }
}

function entriesOf(text: string): [string, Entry][] {
  try {
    const { format, cells } = JSON.parse(text) as { format?: unknown; cells?: Readonly<Record<string, Entry>> };
    return format === 1 ? Object.entries(cells ?? {}) : [];
  } catch {
    return [];
  }
}
