// The door to vega and vega-lite, through the bundles they ship for web pages: one file each, which loads in a quarter of
// the 0.15 s that the packages' main entries take for their hundreds of modules, and every run with plots waits for it.
// As ES modules the bundles export nothing and put their names on the global object, where this takes them from.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type * as vegaPackage from "vega";
import type * as vegaLitePackage from "vega-lite";

const { resolve } = createRequire(import.meta.url);
const beside = (entry: string, file: string): string => pathToFileURL(join(dirname(resolve(entry)), file)).href;

// In this order: vega-lite looks for vega when it loads.
await import(beside("vega", "vega.min.js"));
await import(beside("vega-lite", "vega-lite.min.js"));
const loaded = globalThis as unknown as { vega: typeof vegaPackage; vegaLite: typeof vegaLitePackage };

export const vega = loaded.vega;
export const { compile } = loaded.vegaLite;
