import { UserError } from "../errors.js";

/** What a file or folder is, what it holds, and what is wrong with it. */
export interface Inspection {
  /** In a few words: "pair list (lfw)", "InsightFace .bin", "folder of cfp". */
  readonly kind: string;
  /** What it holds, as name and value, in the order to print. */
  readonly facts: [name: string, value: string][];
  /** One line each; empty for a sound one. */
  readonly problems: string[];
}

/** Collects what is found while errors that the user can mend become problems. */
export class Findings {
  readonly facts: [string, string][] = [];
  readonly problems: string[] = [];

  fact(name: string, value: string | number): void {
    this.facts.push([name, typeof value === "number" ? value.toLocaleString("en-US") : value]);
  }

  /** Runs a reader. @returns what it gives, or undefined when it found a fault, which is then a problem */
  async attempt<T>(read: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.problems.push(...error.message.split("\n"));
      return undefined;
    }
  }

  as(kind: string): Inspection {
    return { kind, facts: this.facts, problems: this.problems };
  }
}
