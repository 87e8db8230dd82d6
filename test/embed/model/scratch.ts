import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { ModelCard } from "../../../src/embed/card.js";
import { completeCard } from "../../../src/embed/card.js";
import type { CardFile } from "../../../src/embed/card.js";

/** A folder that lives as long as the test, and a way to put files into it. */
export function scratch(): { dir: string; write(name: string, content: string | Uint8Array): string } {
  const dir = mkdtempSync(join(tmpdir(), "magface-eval-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return {
    dir,
    write(name, content) {
      const path = join(dir, name);
      writeFileSync(path, content);
      return path;
    },
  };
}

/** A card for the 4 x 4 models of the tests: RGB, x as it is. */
export const smallCard = (fields: CardFile = {}): ModelCard =>
  completeCard({ width: 4, height: 4, channels: "RGB", mean: 0, scale: 1, ...fields }, "test", "small");

/** A binary PPM, whose pixels are exactly these bytes (R G B, row by row). */
export const ppm = (width: number, height: number, pixels: Uint8Array): Uint8Array =>
  Buffer.concat([Buffer.from(`P6\n${width} ${height}\n255\n`), pixels]);
