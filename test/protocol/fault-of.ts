import { join } from "node:path";
import { expect } from "vitest";
import { UserError } from "../../src/errors.js";
import { addFiles, temporaryFolder } from "./temporary-folder.js";

/** What writes texts into files of their own. @returns the path of each */
export function textFiles(ending: string): (text: string | Uint8Array) => string {
  const folder = temporaryFolder();
  let files = 0;
  return (text) => {
    const name = `${files++}${ending}`;
    addFiles(folder, { [name]: text });
    return join(folder, name);
  };
}

/** The message of the UserError that something must end with. */
export function faultOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as Error).message;
  }
  throw new Error("nothing was thrown");
}
