import { createRequire } from "node:module";
import { renderAsync } from "@resvg/resvg-js";
import { fontFamily } from "./plots/theme.js";

const fontFile = createRequire(import.meta.url).resolve("dejavu-fonts-ttf/ttf/DejaVuSans.ttf");

/** Text is set in the font that comes with the product: a machine may have none. */
const font = { loadSystemFonts: false, fontFiles: [fontFile], defaultFontFamily: fontFamily };

/** An SVG as PNG, `zoom` pixels a unit. */
export const rasterPng = async (svg: string, zoom: number): Promise<Uint8Array> =>
  (await renderAsync(svg, { fitTo: { mode: "zoom", value: zoom }, font })).asPng();

/** An SVG without transparent parts as 8-bit RGB, a pixel a unit. */
export async function rasterPixels(svg: string): Promise<{ width: number; height: number; data: Uint8ClampedArray }> {
  const { width, height, pixels } = await renderAsync(svg, { font });
  const data = new Uint8ClampedArray(width * height * 3);
  for (let from = 0, to = 0; to < data.length; from++) if (from % 4 !== 3) data[to++] = pixels[from];
  return { width, height, data };
}
