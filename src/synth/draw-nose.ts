import { hex } from "./colour.js";
import { lifts } from "./features.js";
import { element, line, softDisc } from "./pen.js";
import { sides, type Side, type Sketch } from "./sketch.js";

/** Bridge, tip, wings and nostrils. */
export function drawNose(sketch: Sketch): string {
  const { person, features, view } = sketch;
  const tip = view.on(0, features.noseY, lifts.noseTip);
  const w = view.length(person.noseWidth);
  const wings = sides.map((side) => drawWing(sketch, side)).join("");
  return (
    drawBridge(sketch) +
    softDisc(view.on(0, features.noseY + 4.2, 6), w * 1.35, view.length(4), "deep", 0.42) +
    wings +
    softDisc(tip, w * (0.55 + 0.25 * person.noseTip), view.length(4.2), "light", 0.75)
  );
}

function drawBridge({ person, features, palette, view }: Sketch): string {
  const tall = features.noseY;
  const half = 3.2 + 1.6 * person.noseBridge;
  // The side away from the light of a turned head is the one that shows.
  const strength = (side: Side): number => {
    const turned = Math.max(-1, Math.min(1, view.yaw / 15));
    return Math.max(0.1, 0.3 + 0.22 * person.noseBridge + side * turned * 0.3);
  };
  const edges = sides.map((side) => {
    const points = [
      view.on(side * (half + 2.5), -6, 1),
      view.on(side * half, 2, 4),
      view.on(side * (half + 0.4), tall * 0.6, 7),
      view.on(side * (person.noseWidth * 0.62), tall - 1, 8),
    ];
    return line(points, view.length(2.1), hex(palette.skinShade), strength(side));
  });
  const ridge = [view.on(0, -4, 4), view.on(0, tall * 0.45, 8), view.on(0, tall - 3, 11)];
  return edges.join("") + line(ridge, view.length(2.6), hex(palette.skinLight), 0.4);
}

function drawWing({ person, features, palette, view }: Sketch, side: Side): string {
  const w = person.noseWidth;
  const y = features.noseY;
  const wing = [
    view.on(side * w * 0.86, y - 2.6, 4),
    view.on(side * w, y + 1.2, 3.5),
    view.on(side * w * 0.82, y + 3.8, 4),
    view.on(side * w * 0.5, y + 3.4, 6),
  ];
  const [x, top] = view.on(side * w * 0.44, y + 3.5, 6.5);
  const nostril = element("ellipse", {
    cx: x,
    cy: top,
    rx: view.length(w * 0.2),
    ry: view.length(1.15),
    fill: hex(palette.skinDeep),
    "fill-opacity": 0.85,
  });
  return line(wing, view.length(1.2), hex(palette.skinDeep), 0.6) + nostril;
}
