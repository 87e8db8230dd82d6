import { decodeImage } from "../../embed/decode.js";
import { openDrawing } from "../../report/drawing.js";
import { rasterPixels } from "../../report/raster.js";

/** A histogram as every verification draws it. */
const chart = {
  ...({ file: "scores", title: "doctor", axis: "cosine similarity", counted: "pairs" } as const),
  edges: Float64Array.of(0, 1, 2, 3),
  classes: ["genuine", "impostor"].map((name) => ({ name, counts: Uint32Array.of(1, 3, 2) })),
  marks: [],
};

/** Letters of little and of much ink. Boxes in place of letters would have the same. */
const [thin, thick] = ["iiii", "MMMM"];

/** Draws a plot and some letters. @returns what is wrong, or null */
export default async function drawPlot(): Promise<string | null> {
  const drawing = openDrawing();
  try {
    const png = (await drawing.draw([chart])).get("scores.png");
    if (!(png instanceof Uint8Array)) return "no PNG came out";
    const { data } = await decodeImage(png);
    if (inkOf(data) === 0) return "the PNG is empty";
    const [little, much] = [inkOf(await letters(thin)), inkOf(await letters(thick))];
    if (little === 0) return "letters are not drawn: the font that comes along is missing";
    return much > 1.5 * little ? null : `letters come out as boxes: "${thin}" has as much ink as "${thick}"`;
  } finally {
    await drawing.close();
  }
}

async function letters(text: string): Promise<Uint8ClampedArray> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="160" height="40"><rect width="160" height="40" fill="#fff"/><text x="5" y="30" font-family="DejaVu Sans" font-size="24">${text}</text></svg>`;
  return (await rasterPixels(svg)).data;
}

/** Darkness, summed over all numbers of a picture on white. */
function inkOf(data: ArrayLike<number>): number {
  let ink = 0;
  for (let i = 0; i < data.length; i++) ink += 255 - data[i];
  return ink;
}
