import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Chart } from "../../src/report/chart.js";
import { specOf } from "../../src/report/plots/spec.js";
import { plotHeight, plotWidth, shorten } from "../../src/report/plots/theme.js";
import { evenTicks, logTicks, rateTicks } from "../../src/report/plots/ticks.js";
import { bell, curveChart, curveOf, histogramChart, magnitudeHistogram, manyCharts, scatterChart } from "./charts.js";

interface Axis {
  scale: { type?: string; domain: [number, number] };
  axis: { values: number[]; labelExpr: string; title: string };
}

/** The parts of a spec that tests look at; specs are plain data. */
interface Plain {
  encoding: { x: Axis; y: Axis };
  layer: {
    data: { values: { x: number; y: number; s: string; label?: string }[] };
    mark: { type: string; opacity?: number };
    encoding: { color: Legend & { value?: string }; strokeDash: Legend };
  }[];
}

interface Legend {
  legend: { orient: string; direction: string; symbolType: string } | null;
  scale: { domain: string[]; range: (string | number[])[] };
}

const plain = (chart: Chart): Plain => JSON.parse(JSON.stringify(specOf(chart)));
const labels = ({ axis }: Axis): Record<string, string> => JSON.parse(axis.labelExpr.replace("[datum.value]", ""));

/** Standard normal quantiles as printed in tables. */
const quantiles: Record<string, number> = {
  "0.1": -3.090232,
  "0.5": -2.575829,
  "1": -2.326348,
  "2": -2.053749,
  "5": -1.644854,
  "10": -1.281552,
  "20": -0.841621,
  "40": -0.253347,
  "50": 0,
  "80": 0.841621,
  "90": 1.281552,
  "99": 2.326348,
};

describe("ROC", () => {
  const curve = curveOf("m", bell(3000, 0.3, 0.06), bell(2000, 0, 0.05));
  const spec = plain(curveChart("roc", curve));
  const line = spec.layer[0].data.values;

  it("has a log FAR axis from one impostor in all to 1, with decades only", () => {
    expect(spec.encoding.x.scale).toMatchObject({ type: "log", domain: [1 / 2000, 1] });
    expect(labels(spec.encoding.x)).toEqual({ "0.001": "1e-3", "0.01": "1e-2", "0.1": "1e-1", "1": "1" });
    expect([line[0].x, line[line.length - 1].x]).toEqual([1 / 2000, 1]);
  });

  it("strays at most a quarter of a pixel from the whole curve", () => {
    const [low, high] = spec.encoding.y.scale.domain;
    const pixel = (high - low) / plotHeight;
    const logPixel = -Math.log(1 / 2000) / plotWidth;
    const tarAt = (far: number): number => 1 - curve.fnmr[curve.fmr.findLastIndex((fmr) => fmr <= far)];
    expect(line.length).toBeLessThan(curve.fmr.length / 2);
    for (const { x, y } of line) {
      const near = [x * Math.exp(-logPixel / 4), Math.min(1, x * Math.exp(logPixel / 4))].map(tarAt);
      expect(y).toBeGreaterThanOrEqual(near[0] - pixel / 4 - 1e-12);
      expect(y).toBeLessThanOrEqual(near[1] + pixel / 4 + 1e-12);
    }
  });

  it("shows the whole curve of any model, and little more", () => {
    const of = (centre: number): number[] => {
      const shown = plain(curveChart("roc", curveOf("m", bell(500, centre, 0.05), bell(500, 0, 0.05))));
      return [shown.encoding.y.scale.domain[0], Math.min(...shown.layer[0].data.values.map(({ y }) => y))];
    };
    for (const centre of [0, 0.1, 0.3, 0.5, 0.6, 0.7, 2]) {
      const [low, lowest] = of(centre);
      expect(low).toBeLessThanOrEqual(lowest);
    }
    expect(of(2)).toEqual([0.99, 1]);
    expect(of(0)[0]).toBe(0);
  });

  it("marks operating points that are defined", () => {
    const points = [
      { fmr: 0.01, fnmr: 0.25 },
      { fmr: NaN, fnmr: NaN },
      { fmr: 0, fnmr: 0.5 },
    ];
    const marked = plain(curveChart("roc", { ...curve, points })).layer[1].data.values;
    expect(marked).toEqual([
      { x: 0.01, y: 0.75, s: "m" },
      { x: 1 / 2000, y: 0.5, s: "m" },
    ]);
  });
});

describe("DET", () => {
  const spec = plain(curveChart("det", curveOf("m", bell(3000, 0.3, 0.06), bell(2000, 0, 0.05))));

  it.each(["x", "y"] as const)("has its %s ticks at normal quantiles, labelled in percent", (side) => {
    const { axis, scale } = spec.encoding[side];
    const texts = labels(spec.encoding[side]);
    expect(axis.values.length).toBeGreaterThanOrEqual(4);
    for (const value of axis.values) {
      expect(value).toBeCloseTo(quantiles[texts[String(value)]], 5);
      expect(value).toBeGreaterThanOrEqual(scale.domain[0]);
      expect(value).toBeLessThanOrEqual(scale.domain[1]);
    }
  });

  it("draws no error at all on the lower end of the axis", () => {
    const perfect = plain(curveChart("det", curveOf("m", [1, 2, 3], [-1, -2, -3])));
    const low = perfect.encoding.y.scale.domain[0];
    expect(perfect.layer[0].data.values.every(({ y }) => y === low)).toBe(true);
  });
});

describe("every plot", () => {
  it("keeps all it draws finite and inside its axes", () => {
    for (const chart of manyCharts) {
      const { encoding, layer } = plain(chart);
      const [x, y] = [encoding.x.scale.domain, encoding.y.scale.domain];
      expect(x[0]).toBeLessThan(x[1]);
      expect(y[0]).toBeLessThan(y[1]);
      for (const place of layer[0].data.values) {
        expect(place.x >= x[0] && place.x <= x[1] && place.y >= y[0] && place.y <= y[1]).toBe(true);
      }
    }
  });

  it("tells models of one name apart", () => {
    const curve = curveOf("same", [1], [0]);
    const values = plain(curveChart("roc", curve, curve)).layer[0].data.values;
    expect(new Set(values.map(({ s }) => s))).toEqual(new Set(["1: same", "2: same"]));
  });
});

describe("histogram", () => {
  it("draws shares of each class over the bins in use and one more on either side", () => {
    const { encoding, layer } = plain(histogramChart([0.51, 0.53, 0.53, 0.53], [0.49]));
    expect(encoding.x.scale.domain.map((x) => x.toFixed(2))).toEqual(["0.46", "0.56"]);
    const of = (name: string): number[] => layer[0].data.values.filter(({ s }) => s === name).map(({ y }) => y);
    expect(of("genuine")).toEqual([0, 0, 0.25, 0.75, 0, 0]);
    expect(of("impostor")).toEqual([0, 1, 0, 0, 0, 0]);
  });

  it("leaves out a class without values and marks outside the axis", () => {
    const marks = [
      { value: 0.5, label: "in" },
      { value: 0.9, label: "out" },
    ];
    const { layer } = plain({ ...histogramChart([0.51], []), marks });
    expect(new Set(layer[0].data.values.map(({ s }) => s))).toEqual(new Set(["genuine"]));
    expect(layer[1].data.values).toEqual([{ x: 0.5, label: "in" }]);
  });

  it("drops the text of a mark that stands too near the one before", () => {
    const marks = [0.3, 0.1, 0.101].map((value) => ({ value, label: String(value) }));
    const { layer } = plain({ ...histogramChart([0.9], [-0.9]), marks });
    expect(layer[2].data.values.map(({ label }) => label)).toEqual(["0.1", "", "0.3"]);
  });
});

describe("magnitudes of sets", () => {
  const colourOf = (chart: Chart) => plain(chart).layer[0].encoding.color;

  it("have a legend of a row a set below the plot, even for one", () => {
    for (const chart of [magnitudeHistogram([20]), magnitudeHistogram([20], [21])])
      expect(colourOf(chart).legend).toMatchObject({ orient: "bottom", direction: "vertical" });
    expect(colourOf(histogramChart([0.5], [])).legend).toBeNull();
  });

  it("of more sets than colours have dashed outlines from the eighth on", () => {
    const many = plain(magnitudeHistogram(...Array.from({ length: 9 }, (_, at) => [15 + at])));
    expect(many.layer.map(({ mark }) => mark.type)).toEqual(["area", "line"]);
    const { range } = many.layer[1].encoding.strokeDash.scale;
    expect(range.map((dash) => dash.length > 0)).toEqual([...Array(7).fill(false), true, true]);
    expect(plain(magnitudeHistogram(...Array(7).fill([20]))).layer.map(({ mark }) => mark.type)).toEqual(["area"]);
  });
});

describe("scatter", () => {
  const spec = plain(scatterChart(2, 50));

  it("draws points first, then lines edged in white", () => {
    expect(spec.layer.map(({ mark }) => mark.type)).toEqual(["circle", "line", "line"]);
    expect(spec.layer[0].data.values).toHaveLength(100);
    expect(spec.layer[1].encoding.color.value).toBe("white");
    expect(spec.layer[2].data.values).toEqual(spec.layer[1].data.values);
  });

  it("gives points the colour of their set's line, and the line through all one of its own", () => {
    const names = ["set 0: ρ = −0.25", "set 1: ρ = −0.25", "all: ρ = 0.50"];
    expect(new Set(spec.layer[0].data.values.map(({ s }) => s))).toEqual(
      new Set(["set 0: ρ = −0.25", "set 1: ρ = −0.25"]),
    );
    const { scale } = (spec.encoding as unknown as { color: Legend }).color;
    // Equal names would share a row of the legend.
    expect(scale.domain).toEqual(names);
    expect(new Set(scale.range).size).toBe(3);
    expect(scale.range[2]).toBe("#222222");
  });

  it("thins the colour of many points, and no more than can be seen", () => {
    const opacity = (size: number): number => plain(scatterChart(1, size)).layer[0].mark.opacity!;
    expect(opacity(10)).toBe(0.6);
    expect(opacity(1000)).toBeLessThan(0.6);
    expect(opacity(5000)).toBe(0.18);
  });
});

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });

describe("ticks", () => {
  it("on a log axis are decades, or 1-2-5 where there are few", () => {
    expect(logTicks(1 / 3000).map(({ text }) => text)).toEqual(["1e-3", "1e-2", "1e-1", "1"]);
    expect(logTicks(0.2).map(({ text }) => text)).toEqual(["0.2", "0.5", "1"]);
    expect(logTicks(1e-3).map(({ at }) => at)).toEqual([0.001, 0.01, 0.1, 1]);
  });

  it("of rates keep their distance", () => {
    const place = (rate: number): number => Math.log(rate / (1 - rate));
    fc.assert(
      fc.property(between(1e-7, 0.2), between(0.3, 0.999), (low, high) => {
        const ticks = rateTicks(low, high, place, 280, 36);
        const scale = 280 / (place(high) - place(low));
        expect(ticks.length).toBeGreaterThanOrEqual(1);
        ticks.slice(1).forEach(({ at }, i) => expect((at - ticks[i].at) * scale).toBeGreaterThanOrEqual(36));
      }),
    );
  });

  it("on an even axis are round, inside and not too many", () => {
    expect(evenTicks(0.8, 1, 5)).toEqual([0.8, 0.85, 0.9, 0.95, 1]);
    expect(evenTicks(-0.3, 0.92, 7)).toEqual([-0.2, 0, 0.2, 0.4, 0.6, 0.8]);
    fc.assert(
      fc.property(between(-1e3, 1e3), between(1e-3, 1e3), (low, size) => {
        const ticks = evenTicks(low, low + size, 5);
        expect(ticks.length).toBeGreaterThanOrEqual(1);
        expect(ticks.length).toBeLessThanOrEqual(6);
        for (const tick of ticks) {
          expect(tick).toBeGreaterThanOrEqual(low - size * 1e-6);
          expect(tick).toBeLessThanOrEqual(low + size * (1 + 1e-6));
        }
      }),
    );
  });
});

describe("shorten", () => {
  it("cuts the middle and keeps both ends", () => {
    expect(shorten("abcdefghij", 10)).toBe("abcdefghij");
    expect(shorten("abcdefghijk", 10)).toBe("abcde…hijk");
  });
});
