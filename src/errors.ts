/** What the reader can mend: one line saying where, what was found and what was expected. cli.ts prints it and exits 2. */
export class UserError extends Error {
  override readonly name = "UserError";
}

/** Ctrl-C or a kill: results already made are kept, the exit code is 128 + the signal's number. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  constructor(readonly signal: "SIGINT" | "SIGTERM") {
    super(`stopped by ${signal}`);
  }
}

/**
 * All faults of one file as one error: the first `most` lines, then how many there are.
 *
 * @param faults one clear line each, already with file and line
 */
export function faultsError(faults: readonly string[], most = 10): UserError {
  const shown = faults.slice(0, most);
  if (faults.length > most) shown.push(`... and ${faults.length - most} more (${faults.length} in all)`);
  return new UserError(shown.join("\n"));
}
