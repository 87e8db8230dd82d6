import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { printPlots, readPlots } from "../../src/report/plots-file.js";
import { bell, curveChart, curveOf, histogramChart, scatterChart } from "./charts.js";

const file = (text: string): string => {
  const path = join(mkdtempSync(join(tmpdir(), "plots-")), "plots.json");
  writeFileSync(path, text);
  return path;
};

it("plots.json gives back what was drawn, without sheets of faces", () => {
  const genuine = bell(50, 0.6, 0.1);
  const impostor = bell(50, 0.1, 0.1);
  const erc = {
    ...{ file: "erc-1e-2", title: "t", reject: "pairs" as const, start: 0.1 },
    methods: [
      { name: "m", rate: Float64Array.of(0, 0.5), fnmr: Float64Array.of(0.1, NaN), band: [[0.05, 0.15]] as const },
    ],
  };
  const rates = {
    file: "cmc" as const,
    title: "t",
    rates: [{ name: "G1", x: Float64Array.of(1, 2), y: Float64Array.of(0.9, 1) }],
  };
  // thresholds from the strictest that accepts someone: +Infinity has no place in a file, and no curve of a run has it
  const { threshold, fmr, fnmr, ...curve } = curveOf("m", genuine, impostor);
  const reachable = { ...curve, fmr: fmr.slice(1), fnmr: fnmr.slice(1), threshold: threshold.slice(1) };
  const charts = [
    curveChart("roc", { ...reachable, points: [{ fmr: 0.01, fnmr: 0.05 }] }),
    histogramChart(genuine, impostor),
    scatterChart(2, 30),
    erc,
    rates,
  ];
  const faces = {
    ...{ file: "mean-faces" as const, title: "t", columns: 1, width: 1, height: 1 },
    faces: [],
    svg: true,
  };
  expect(readPlots(file(printPlots([...charts, faces])))).toEqual(charts);
});

it("says of another file that it holds no plots", () => {
  expect(() => readPlots(file('{ "format": 2 }'))).toThrow("not the plots of a result");
  expect(() => readPlots(file("null"))).toThrow("not the plots of a result");
});
