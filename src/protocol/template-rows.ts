/** How template numbers become rows; shared memory, so that threads can look. */
export interface TemplateRows {
  /** Ascending: number i is row i. */
  readonly numbers: Uint32Array;
  /** Row by number, plus one, 0 = none; null where numbers are so large that this would fill the memory. */
  readonly byNumber: Uint32Array | null;
}

const largestDense = 1 << 24;

export function templateRows(numbers: Uint32Array): TemplateRows {
  const most = numbers[numbers.length - 1];
  const shared = (length: number) => new Uint32Array(new SharedArrayBuffer(4 * length));
  const copy = shared(numbers.length);
  copy.set(numbers);
  if (most >= largestDense) return { numbers: copy, byNumber: null };
  const byNumber = shared(most + 1);
  numbers.forEach((number, row) => (byNumber[number] = row + 1));
  return { numbers: copy, byNumber };
}

/** Row of a template number; 2^32 - 1 where there is none. */
export function templateRow({ numbers, byNumber }: TemplateRows, number: number): number {
  if (byNumber !== null) return (number < byNumber.length ? byNumber[number] - 1 : -1) >>> 0;
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (numbers[middle] < number) low = middle + 1;
    else high = middle;
  }
  return (numbers[low] === number ? low : -1) >>> 0;
}
