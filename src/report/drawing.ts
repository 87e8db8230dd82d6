import { createRequire } from "node:module";
import { openPool } from "../host/pool.js";
import type { Picture } from "./chart.js";
import { plotsFile, printPlots } from "./plots-file.js";

/** A thread that draws. Loading the plotter takes longer than drawing, so open it before the figures are known. */
export interface Drawing {
  /** FILE.svg (text) and FILE.png (bytes) of each chart, by name, and plots.json with what was drawn. */
  draw(charts: readonly Picture[]): Promise<Map<string, string | Uint8Array>>;
  /** Ends the thread, whether it was used or not. */
  close(): Promise<void>;
}

/** Starts the drawing thread; it loads and warms up at once, beside whatever the caller does. */
export function openDrawing(): Drawing {
  const pool = openPool<readonly Picture[], Map<string, string | Uint8Array>>(
    new URL("./draw-worker.js", import.meta.url),
    1,
  );
  const draw: Drawing["draw"] = async (charts) => (await pool.run(charts)).set(plotsFile, printPlots(charts));
  return { draw, close: () => pool.close() };
}

/**
 * Loads the rasteriser into the main thread, so that it stays when the drawing thread ends. A graphics driver that ONNX
 * Runtime has loaded leaves destructors behind that otherwise run in code no longer there: the process ends with a
 * segmentation fault (seen with the webgpu provider under Vulkan).
 */
export const holdRasteriser = (): void => void createRequire(import.meta.url)("@resvg/resvg-js");
