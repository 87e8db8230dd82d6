// Faces to look at: pairs and images that are worst, and sheets that runs have drawn.
import type { Element } from "hast";
import { h } from "hastscript";
import type { FaceGroup, FaceItem, FaceSheet } from "./page-content.js";

/** Side of the square that a thumbnail fits into, in CSS pixels. */
export const thumbnailSide = 96;

/** More sources than this have their faces folded away, but for the first. */
const mostUnfolded = 3;

/** The groups of each source in a part that can be folded. */
export function faceParts(groups: readonly FaceGroup[]): Element[] {
  const sources = [...new Set(groups.map(({ source }) => source))];
  return sources.map((source, at) =>
    h("details", { className: "faces", open: at === 0 || sources.length <= mostUnfolded }, [
      h("summary", h("b", source)),
      ...groups.filter((group) => group.source === source).flatMap(faceGroup),
    ]),
  );
}

function faceGroup({ title, note, items }: FaceGroup): Element[] {
  const pictured = items.some(({ faces }) => faces.some(({ uri }) => uri !== null));
  const single = items.every(({ faces }) => faces.length === 1);
  return [
    h("h4", title),
    h("p", { className: "note" }, note),
    h(
      "ol",
      { className: single ? "single" : "pairs" },
      items.map((item) => faceItem(item, pictured)),
    ),
  ];
}

function faceItem({ faces, label, numbers }: FaceItem, pictured: boolean): Element {
  const names = faces.map(({ name }) => name).filter((name) => name !== null);
  const values = numbers.map(([name, value]) => h("span", { className: "value" }, [h("b", value), ` ${name}`]));
  const title = names.length === 0 ? label : names.join("\n");
  return h("li", { title }, [
    ...(pictured
      ? [
          h(
            "span",
            { className: "thumbnails" },
            faces.map((face) => thumbnail(face, label)),
          ),
        ]
      : []),
    h("span", { className: "words" }, [
      h("span", { className: "names" }, names.length === 0 ? label : names.join(" / ")),
      ...values,
    ]),
  ]);
}

const thumbnail = ({ uri, name }: FaceItem["faces"][number], label: string): Element =>
  uri === null
    ? h("span", { className: "missing" }, "no picture")
    : h("img", { src: uri, alt: name ?? label, width: thumbnailSide, height: thumbnailSide });

export const faceSheet = ({ title, description, uri }: FaceSheet): Element =>
  h("figure", { className: "sheet" }, [
    h("h4", title),
    h(
      "div",
      { className: "scroll", role: "region", ariaLabel: title, tabIndex: 0 },
      h("img", { src: uri, alt: description }),
    ),
    h("figcaption", description),
  ]);
