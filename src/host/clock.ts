/** Milliseconds since 1970. For the cache's own book-keeping only: no result may hold or depend on it. */
export const epochMilliseconds = (): number => Date.now();

/** Milliseconds from a clock that never runs back, with no meaning of their own. For speed and progress only. */
export const monotonicMilliseconds = (): number => performance.now();
