/** The values at some places, in an array of the same kind. */
export function pick<T extends Float64Array | Uint8Array | Uint16Array | Uint32Array>(values: T, at: Uint32Array): T {
  const picked = values.slice(0, at.length) as T;
  for (let to = 0; to < at.length; to++) picked[to] = values[at[to]];
  return picked;
}
