import envPaths from "env-paths";

/** The user's cache folder for this program: XDG_CACHE_HOME or the system's own place. MAGFACE_EVAL_CACHE is read as --cache. */
export const cacheFolder = (): string => envPaths("magface-eval", { suffix: "" }).cache;
