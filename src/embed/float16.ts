// Half precision (IEEE 754 binary16) as Uint16Array: Node 20 has no Float16Array.

const halves = new Float32Array(1 << 16);
let filled = false;

/** Every half's value, made on first use: 65,536 look-ups are cheaper than bit work at each number. */
function table(): Float32Array {
  if (filled) return halves;
  for (let bits = 0; bits < halves.length; bits++) {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    if (exponent === 31) halves[bits] = fraction === 0 ? sign * Infinity : NaN;
    else if (exponent === 0) halves[bits] = sign * fraction * 2 ** -24;
    else halves[bits] = sign * (1024 + fraction) * 2 ** (exponent - 25);
  }
  filled = true;
  return halves;
}

/** Halves as float32; exact. */
export function fromHalf(bits: Uint16Array): Float32Array {
  const value = table();
  const out = new Float32Array(bits.length);
  for (let i = 0; i < bits.length; i++) out[i] = value[bits[i]];
  return out;
}

const scratch = new Float32Array(1);
const scratchBits = new Uint32Array(scratch.buffer);

/** The half nearest to a float32, ties to the even one; from 65520 on infinity. */
function halfOf(value: number): number {
  scratch[0] = value;
  const bits = scratchBits[0];
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= 0x47800000) return sign | 0x7c00;
  if (magnitude >= 0x38800000) {
    // Normal: drop 13 bits; adding just under half of what is dropped, and the kept last bit, rounds ties to even.
    return sign | ((magnitude - 0x38000000 + 0xfff + ((magnitude >>> 13) & 1)) >>> 13);
  }
  // Subnormal: multiples of 2^-24, and float32 addition of 0.5 rounds to them (its own step there is 2^-24).
  scratch[0] = Math.abs(value) + 0.5;
  return sign | (scratchBits[0] - 0x3f000000);
}

/** Float32 as halves, rounded to nearest even. */
export function toHalf(values: Float32Array): Uint16Array {
  const out = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) out[i] = halfOf(values[i]);
  return out;
}
