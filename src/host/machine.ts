import { cpus, totalmem } from "node:os";

/** Version of Node that runs this. */
export const nodeVersion = process.versions.node;

/** The most memory this process has held so far, in MB. For messages only. */
export const peakMegabytes = (): number => Math.round(process.resourceUsage().maxRSS / 1024);

/** What this process runs on. */
export interface Machine {
  readonly node: string;
  /** "linux x64" */
  readonly system: string;
  /** What the processor calls itself; empty where it does not. */
  readonly processor: string;
  /** Bytes of memory that this process may take (a container's limit counts), and of those that are free. */
  readonly memory: number;
  readonly free: number;
}

export function describeMachine(): Machine {
  const { platform, arch } = process;
  // Without a limit, Linux gives a number beyond any machine's memory, other systems give 0.
  const limit = process.constrainedMemory() || Infinity;
  return {
    node: nodeVersion,
    system: `${platform} ${arch}`,
    processor: (cpus()[0]?.model ?? "").replace(/\s+/g, " ").trim(),
    memory: Math.min(limit, totalmem()),
    free: process.availableMemory(),
  };
}
