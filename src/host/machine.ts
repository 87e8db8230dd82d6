/** Version of Node that runs this. */
export const nodeVersion = process.versions.node;

/** The most memory this process has held so far, in MB. For messages only. */
export const peakMegabytes = (): number => Math.round(process.resourceUsage().maxRSS / 1024);
