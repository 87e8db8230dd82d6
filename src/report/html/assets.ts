// Files that go into a page as they are: its style, its scripts, and the plotter with its licence.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { digestOf } from "../../host/digest.js";
import { readText } from "../../host/files.js";
import { darkColours } from "../plots/theme.js";

const folder = fileURLToPath(new URL("../../../assets/report/", import.meta.url));
const { resolve } = createRequire(import.meta.url);

/** A package's bundle for web pages and its licence. */
const bundle = (name: string, file: string) => {
  const beside = dirname(resolve(name));
  return { code: readText(join(beside, file)), licence: readText(join(beside, "..", "LICENSE")) };
};

/** vega-embed asks vega-lite for its version when it loads; plots come to the page compiled, so that is all it needs. */
const noVegaLite = "globalThis.vegaLite = { version: '6' };";

/** Our own scripts, in the order in which they run. */
const scripts = ["theme.js", "tables.js", "figures.js", "plots.js"];

export interface Assets {
  readonly style: string;
  /** The plotter; comes with `licences`, which its authors ask to be kept with it. */
  readonly plotter: string;
  readonly licences: string;
  readonly script: string;
}

export function readAssets(): Assets {
  const vega = bundle("vega", "vega.min.js");
  const embed = bundle("vega-embed", "vega-embed.min.js");
  return {
    style: `${readText(join(folder, "report.css"))}${plotColours()}`,
    plotter: [vega.code, noVegaLite, embed.code].map(safeInScript).join("\n"),
    licences: `The plotter in this page is Vega and vega-embed:\n\n${vega.licence}\n${embed.licence}`.replaceAll(
      "--",
      "- -",
    ),
    script: scripts.map((name) => safeInScript(readText(join(folder, name)))).join("\n"),
  };
}

/** A script may hold no end of itself. */
const safeInScript = (code: string): string => code.replace(/<\/(script)/gi, "<\\/$1").replaceAll("<!--", "<\\!--");

/** Plots are drawn for white paper, which they are saved and printed as; on a dark page each colour gives way to another. */
function plotColours(): string {
  const rules = Object.entries(darkColours).flatMap(([light, dark]) =>
    ["fill", "stroke"].map(
      (name) => `  :is(.plot, .swatch) [${name}="${light}"] { ${name}: light-dark(${light}, ${dark}); }\n`,
    ),
  );
  return `@media screen {\n${rules.join("")}}\n`;
}

/** How a policy of the page names an inlined script. */
export const scriptSource = (code: string): string => `'sha256-${digestOf(code).toString("base64")}'`;
