// The plotter's thread around a run.
import { runtimeLoaded } from "../host/onnx-runtime.js";
import { holdRasteriser, openDrawing, type Drawing } from "../report/drawing.js";

/**
 * Runs with a plotter where results are written: it takes 0.3 s to load, so its thread starts first and is ready when the
 * figures are.
 *
 * @param out folder of the results; null = nothing is drawn
 */
export async function withDrawing<T>(out: string | null, run: (drawing: Drawing | null) => Promise<T>): Promise<T> {
  const drawing = out === null ? null : openDrawing();
  try {
    return await run(drawing);
  } finally {
    if (drawing && runtimeLoaded()) holdRasteriser();
    await drawing?.close();
  }
}
