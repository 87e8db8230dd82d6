/** Milliseconds since 1970. For the cache's own book-keeping only: no result may hold or depend on it. */
export const epochMilliseconds = (): number => Date.now();
