// How numbers are printed. Rounding is done on decimal digits: toFixed and toPrecision round the double itself exactly.

/** The shortest decimal that gives the double back; nothing where it is undefined or infinite. */
export const printDouble = (value: number): string => (Number.isFinite(value) ? String(value) : "");

/**
 * A rate in percent with `digits` decimals and no sign after it: 0.99825 is "99.83" with 2.
 * Multiplying by 100 first would round twice, so the decimal point is moved instead.
 */
export function printPercent(rate: number, digits: number): string {
  return Number(`${rate.toFixed(digits + 2)}e2`).toFixed(digits);
}

/** At most `digits` significant digits, no trailing zeros; below 0.01 and from a million on as 6.67e-5, 1e-4. */
export function printShort(value: number, digits: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size < 0.01 || size >= 1e6) return dropZeros(value.toExponential(digits - 1));
  return dropZeros(value.toPrecision(digits));
}

/**
 * Prints numbers that stand together with the same decimals: as many as give the greatest of them `digits` digits, eight
 * at most.
 */
export function evenPrinter(values: Iterable<number>, digits: number): (value: number) => string {
  let size = 0;
  for (const value of values) if (Math.abs(value) > size && Number.isFinite(value)) size = Math.abs(value);
  const before = size === 0 ? 1 : Math.floor(Math.log10(size)) + 1;
  const decimals = Math.max(0, Math.min(8, digits - before));
  return (value) => value.toFixed(decimals);
}

/** Zeros that end a fraction say nothing: "0.3100" -> "0.31", "1.00e-4" -> "1e-4". */
function dropZeros(text: string): string {
  const [mantissa, exponent] = text.split("e");
  const short = mantissa.includes(".") ? mantissa.replace(/\.?0+$/, "") : mantissa;
  return exponent === undefined ? short : `${short}e${exponent.replace("+", "")}`;
}

/** A count with thousands set apart: 10,000,000. */
export const printCount = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ",");
