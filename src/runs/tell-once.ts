import type { Io } from "../types.js";

/** The same, but a note that was told is not told again: several stages find the same card beside a model. */
export function tellOnce(io: Io): Io {
  const told = new Set<string>();
  const note = (text: string): void => {
    if (!told.has(text)) io.note(text);
    told.add(text);
  };
  return { ...io, note };
}
