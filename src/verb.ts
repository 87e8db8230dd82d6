import type { Command } from "commander";
import type { Loudness } from "./io.js";
import type { Io } from "./types.js";

/** A verb's file: adds its arguments, options, examples and action to `command`. */
export interface Verb {
  define(command: Command, context: CommandContext): void;
}

/** What a command's action gets besides its options. */
export interface CommandContext {
  /** The io of this run; made when the action starts, since --quiet and --verbose shape it. */
  io(loudness: Loudness): Io;
  readonly cwd: string;
  /** Sets the exit code where a run ends well but a figure missed its mark (1), or could not be judged (2). */
  exitWith(code: 0 | 1 | 2): void;
  /** The program with every verb defined. */
  wholeProgram(): Promise<Command>;
}
