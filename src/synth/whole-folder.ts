import { dirname, join } from "node:path";
import { isFolder, removeFolderIfEmpty, removePath, WholeFile } from "../host/files.js";

/** Files of one new data set that get their names together, in the order they were begun, once all are written. */
export class WholeFolder {
  readonly #files: WholeFile[] = [];
  readonly #wasThere: boolean;

  /** @param folder empty, or not there yet */
  constructor(readonly folder: string) {
    this.#wasThere = isFolder(folder);
  }

  /** @param path relative to the folder, with forward slashes */
  begin(path: string): WholeFile {
    const file = new WholeFile(join(this.folder, path));
    this.#files.push(file);
    return file;
  }

  finish(): void {
    for (const file of this.#files) file.finish();
  }

  /** Leaves no file behind, and no folder that was not there before. */
  abandon(): void {
    for (const file of this.#files) {
      file.abandon();
      removePath(file.path);
    }
    const folders = new Set([...this.#files.map(({ path }) => dirname(path)), this.folder]);
    if (this.#wasThere) folders.delete(this.folder);
    for (const folder of [...folders].sort().reverse()) removeFolderIfEmpty(folder);
  }
}
