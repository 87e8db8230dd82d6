// NAME=PATH on the command line.
import { basename } from "node:path";
import { UserError } from "../errors.js";
import type { NamedPath } from "../runs/magnitude-sets.js";

/** Adds to the sets before; several in one text (an environment variable's) are parted by commas before NAME=. */
export const setList = (text: string, before: string[] = []): string[] => [...before, ...text.split(/,(?=[^/\\,=]+=)/)];

/** "lfw=data/lfw", or a path alone, whose last part is the name. @throws UserError where nothing stands for the path */
export function namedPath(text: string, absolute: (path: string) => string): NamedPath {
  const [, given, path = text] = /^([^/\\=]+)=(.*)$/.exec(text) ?? [];
  if (path === "") throw new UserError(`${text}: nothing after the equals sign, expected NAME=PATH`);
  const name = given ?? basename(absolute(text)).replace(/(?<=.)\.[^.]+$/, "");
  return { name, path: absolute(path) };
}
