// Pictures whose pixels a test knows, as files that a user has.
import { greyOf, type Grey } from "../../src/quality/grey.js";
import { pictures, pristine } from "../quality/pictures.js";
import type { Files } from "./command.js";

interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** A binary PPM. */
export const ppm = ({ width, height, data }: Pixels): Uint8Array =>
  Buffer.concat([Buffer.from(`P6\n${width} ${height}\n255\n`), data]);

const sizes = ["blocky", "checks", "clouds", "halfFlat", "noise", "ramp", "soft"] as const;

/** Pictures of 112 x 112 in byte order of their names, below `faces`. */
export const faceNames: readonly string[] = sizes.map((name) => `faces/${name}.ppm`);
export const faceFiles: Files = Object.fromEntries(sizes.map((name) => [`faces/${name}.ppm`, ppm(pictures[name])]));
export const greys: readonly Grey[] = sizes.map((name) => greyOf(pictures[name]));
export const facePixels: readonly Pixels[] = sizes.map((name) => pictures[name]);

/** Good pictures below `good`, enough for a second batch of a thread's. */
export const goodGreys = (count: number): Grey[] => Array.from({ length: count }, (_, i) => greyOf(pristine(i)));
export const goodFiles = (count: number): Files =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`good/${String(i).padStart(3, "0")}.ppm`, ppm(pristine(i))]),
  );
