import type { Files } from "./command.js";

/** One mistake of a new user. */
export interface WrongInput {
  /** The mistake, in his words. */
  readonly what: string;
  readonly files?: Files;
  /** What is typed after `magface-eval`; as words where one holds a blank or is empty. */
  readonly line: string | readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What the message must hold: the place, what was found, what was expected. */
  readonly says: readonly string[];
  /** Faults told, one a line; 1 where absent. */
  readonly faults?: number;
}
