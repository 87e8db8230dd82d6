import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const folder = fileURLToPath(new URL("../../../fixtures/images/", import.meta.url));
export const bytesOf = (name: string): Buffer => readFileSync(folder + name);

interface Expected {
  width: number;
  height: number;
  /** Base64 of the RGB bytes, made by make.py with OpenCV or by drawing. */
  rgb: string;
}

export const expected = JSON.parse(bytesOf("expected.json").toString()) as Record<string, Expected>;
