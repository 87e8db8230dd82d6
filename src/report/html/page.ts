// A page that holds all it shows: opens from a disk, asks nobody for anything.
import type { Element, ElementContent } from "hast";
import { toHtml } from "hast-util-to-html";
import { h } from "hastscript";
import { conventionText } from "../convention-texts.js";
import { readAssets, scriptSource, type Assets } from "./assets.js";
import { faceParts, faceSheet } from "./faces.js";
import { figureFacts, provenanceFacts, type Facts } from "./facts.js";
import type { PageContent, PageSection, PageSource } from "./page-content.js";
import type { PlotData } from "./plot-data.js";
import { placePlot } from "./plots.js";
import { plainTable, summaryTableOf } from "./tables.js";

export interface Page {
  readonly html: string;
  /** Bytes of the plotter inside. */
  readonly plotterBytes: number;
}

/** The page as HTML: the same bytes for the same content. */
export function printPage(content: PageContent): Page {
  const assets = readAssets();
  const plots: PlotData[] = [];
  const sections = content.sections.map((section, at) => sectionOf(section, at, plots));
  const data = safeJson({ plots, sections: content.sections.map(clickable) });
  const page = h(null, [
    { type: "doctype" },
    h("html", { lang: "en" }, [
      head(content, assets),
      h("body", [
        h("a", { className: "skip", href: "#main" }, "Skip to the results"),
        banner(content),
        h("main", { id: "main" }, [contents(content.sections), ...sections]),
        footer(content),
        figureDialog(),
        h("script", { type: "application/json", id: "data" }, data),
        { type: "comment", value: assets.licences },
        h("script", assets.plotter),
        h("script", assets.script),
      ]),
    ]),
  ]);
  return { html: `${toHtml(page)}\n`, plotterBytes: Buffer.byteLength(assets.plotter) };
}

/** JSON inside a script element: nothing in it can end the element. */
const safeJson = (value: unknown): string => JSON.stringify(value).replaceAll("<", "\\u003c");

/** Only the scripts that are printed here may run, whatever a model or an image is called; nothing may be loaded. */
const policyOf = ({ plotter, script }: Assets): string =>
  [
    "default-src 'none'",
    "img-src data: blob:",
    "style-src 'unsafe-inline'",
    `script-src ${scriptSource(plotter)} ${scriptSource(script)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");

const head = ({ title }: PageContent, assets: Assets): Element =>
  h("head", [
    h("meta", { charSet: "utf-8" }),
    h("meta", { httpEquiv: "Content-Security-Policy", content: policyOf(assets) }),
    h("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    h("meta", { name: "color-scheme", content: "light dark" }),
    h("title", title),
    h("style", assets.style),
  ]);

const banner = ({ title, about }: PageContent): Element =>
  h("header", [
    h("div", [h("h1", title), h("p", about)]),
    h("fieldset", { className: "theme" }, [
      h("legend", { className: "unseen" }, "Colours of the page"),
      ...["auto", "light", "dark"].map((name, at) =>
        h("label", [h("input", { type: "radio", name: "theme", value: name, checked: at === 0 }), h("span", name)]),
      ),
    ]),
  ]);

const contents = (sections: readonly PageSection[]): Element =>
  h("nav", { ariaLabel: "Contents" }, [
    h(
      "ol",
      sections.map(({ id, title }) => h("li", h("a", { href: `#${id}` }, title))),
    ),
    h(
      "noscript",
      h("p", "Plots, sorting and details need scripts, which this page carries with it and your browser does not run."),
    ),
  ]);

function sectionOf(section: PageSection, at: number, plots: PlotData[]): Element {
  const { id, title, lines, sources, summaries, faces, sheets } = section;
  const placed = section.plots.map((plot, i) => placePlot(plot, plots.length + i));
  plots.push(...placed.map(({ plot }) => plot));
  const part = (name: string, content: readonly ElementContent[]): ElementContent[] =>
    content.length === 0 ? [] : [h("h3", name), ...content];
  return h("section", { id, className: "protocol", ariaLabelledBy: `${id}-title` }, [
    h("h2", { id: `${id}-title` }, title),
    ...lines.map((line) => h("p", { className: "line" }, line)),
    ...part("Figures", [
      ...summaries.flatMap((summary) => summaryTableOf(summary, { section: at, sources })),
      ...conventionsOf(section),
    ]),
    ...part(
      "Plots",
      placed.length === 0
        ? []
        : [
            h(
              "div",
              { className: "plots" },
              placed.map(({ element }) => element),
            ),
          ],
    ),
    ...part("Faces to look at", [...faceParts(faces), ...sheets.map(faceSheet)]),
    h("div", { className: "sources" }, part("Where the figures come from", sources.map(sourceOf))),
  ]);
}

function conventionsOf({ summaries }: PageSection): Element[] {
  const names = [...new Set(summaries.flatMap(({ columns }) => columns.map(({ convention }) => convention)))];
  const known = names.filter((name) => conventionText(name) !== "");
  const marked = summaries.some(({ best }) => best.some((row) => row.includes(true)));
  return [
    ...(marked
      ? [
          h(
            "p",
            { className: "note" },
            "Marked: the best of a column. Where intervals overlap, the order may be chance.",
          ),
        ]
      : []),
    ...(known.length === 0
      ? []
      : [
          h("details", [
            h("summary", "What the conventions mean"),
            factList(known.map((name) => [name, conventionText(name)])),
          ]),
        ]),
  ];
}

const sourceOf = ({ name, result, tables }: PageSource): Element =>
  h("details", { className: "source" }, [
    h("summary", [h("b", name), " provenance and all figures"]),
    factList(provenanceFacts(result)),
    ...tables.flatMap(plainTable),
  ]);

const factList = (facts: Facts): Element =>
  h(
    "dl",
    facts.flatMap(([name, text]) => [h("dt", name), h("dd", text)]),
  );

/** What a click on a figure of the summaries opens, by section, source and figure. */
const clickable = ({ sources, summaries }: PageSection): unknown =>
  sources.map(({ name, result }, source) => {
    const cells = summaries.flatMap(({ rows }) =>
      rows.filter((row) => row.source === source).flatMap((row) => row.cells),
    );
    const figures = cells.flatMap((cell) => (cell === null ? [] : [[cell.place, figureFacts(cell.figure)]]));
    return { name, provenance: provenanceFacts(result), figures: Object.fromEntries(figures) as unknown };
  });

/** Filled by the script. */
const figureDialog = (): Element =>
  h("dialog", { id: "figure", ariaLabelledBy: "figure-title" }, [
    h("h2", { id: "figure-title" }),
    h("dl", { id: "figure-facts" }),
    h("h3", "Where it comes from"),
    h("dl", { id: "figure-provenance" }),
    h("button", { type: "button", id: "figure-close" }, "Close"),
  ]);

const footer = ({ version }: PageContent): Element =>
  h("footer", [
    h("p", `Written by magface-eval ${version}. The page holds all it shows and asks nobody for anything.`),
    h("p", { className: "note" }, "Plots by Vega and vega-embed, whose licences stand in the source of this page."),
  ]);
