import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawFace, faceLandmarks, type Framing } from "../../src/synth/face-svg.js";
import { drawIdentity, type Identity } from "../../src/synth/identity.js";
import { drawNuisance, everyday, type Nuisance } from "../../src/synth/nuisance.js";
import { renderSvg } from "../../src/synth/render.js";
import { alignedPlaces, applySimilarity, fitSimilarity, type Point } from "../../src/synth/view.js";

// A plain face: nothing in front of eyes, nose and mouth that would hide a change.
const person: Identity = {
  ...drawIdentity("eval", 1, 0),
  ...{ glasses: 0, beard: 0, moustache: 0, freckles: 0, moles: [], fringe: 0, hairLength: 0, hairRecede: 0, lashes: 0 },
};

/** Pixels that change when one parameter of the person does: found in the picture, without the drawing's geometry. */
async function changed(
  change: Partial<Identity>,
  to: Partial<Identity>,
  moment: Nuisance,
  framing: Framing,
  size: number,
): Promise<{ x: number; y: number; weight: number }[]> {
  const render = (other: Partial<Identity>) => renderSvg(drawFace({ ...person, ...other }, moment, framing, size).svg);
  const [a, b] = [await render(change), await render(to)];
  const found = [];
  for (let i = 0; i < a.data.length; i += 3) {
    const weight =
      Math.abs(a.data[i] - b.data[i]) +
      Math.abs(a.data[i + 1] - b.data[i + 1]) +
      Math.abs(a.data[i + 2] - b.data[i + 2]);
    const at = i / 3;
    if (weight > 6) found.push({ x: (at % size) + 0.5, y: Math.floor(at / size) + 0.5, weight });
  }
  return found;
}

function centre(pixels: readonly { x: number; y: number; weight: number }[]): Point {
  const total = pixels.reduce((sum, { weight }) => sum + weight, 0);
  const mean = (axis: "x" | "y"): number => pixels.reduce((sum, pixel) => sum + pixel[axis] * pixel.weight, 0) / total;
  return [mean("x"), mean("y")];
}

const away = ([x, y]: Point, landmarks: readonly number[], k: number): number =>
  Math.hypot(x - landmarks[2 * k], y - landmarks[2 * k + 1]);

const moment = (yaw: number, roll: number): Nuisance => ({
  ...drawNuisance(["landmarks", yaw], { ...everyday, expression: 0, light: 0 }),
  ...{ yaw, roll, gazeX: 0, gazeY: 0, eyeOpen: 1.5 },
});

const cases = [
  { framing: "aligned", size: 224, yaw: 0, roll: 0 },
  { framing: "aligned", size: 112, yaw: -18, roll: 0 },
  { framing: "photo", size: 400, yaw: 14, roll: 12 },
  { framing: "loose", size: 250, yaw: -10, roll: -9 },
] as const;

describe("landmarks", () => {
  it.each(cases)(
    "lie where eyes, nose tip and mouth corners are drawn: $framing $size, yaw $yaw, roll $roll",
    async (one) => {
      const { framing, size } = one;
      const now = moment(one.yaw, one.roll);
      const { landmarks } = drawFace(person, now, framing, size);
      const unit = Math.hypot(landmarks[2] - landmarks[0], landmarks[3] - landmarks[1]) / 35;

      // The iris sits half a unit above the eye's middle, and the upper lid hides a little of it.
      const iris = await changed({ eyeColour: 0 }, { eyeColour: 1 }, now, framing, size);
      const middle = (landmarks[0] + landmarks[2]) / 2;
      const eyes = [iris.filter(({ x }) => x < middle), iris.filter(({ x }) => x >= middle)];
      eyes.forEach((pixels, k) => expect(away(centre(pixels), landmarks, k)).toBeLessThan(1.6 * unit));

      const tip = await changed({ noseTip: 0.2 }, { noseTip: 1 }, now, framing, size);
      expect(away(centre(tip), landmarks, 2)).toBeLessThan(1.6 * unit);

      const lips = await changed({ lipColour: 0 }, { lipColour: 1 }, now, framing, size);
      // Leftmost and rightmost along the line of the eyes, which a tilted head turns.
      const [dx, dy] = [landmarks[2] - landmarks[0], landmarks[3] - landmarks[1]];
      const along = [...lips].sort((p, q) => p.x * dx + p.y * dy - (q.x * dx + q.y * dy));
      expect(away([along[0].x, along[0].y], landmarks, 3)).toBeLessThan(2 * unit);
      expect(away([along[along.length - 1].x, along[along.length - 1].y], landmarks, 4)).toBeLessThan(2 * unit);
    },
  );

  it("lie on average within 1.5 pixels of ArcFace's places in aligned crops, and scale with the size", () => {
    const sums = new Array<number>(10).fill(0);
    for (let n = 0; n < 200; n++) {
      const now = drawNuisance(["places", n], everyday);
      const points = faceLandmarks(drawIdentity("eval", 2, n), now, "aligned", 112);
      const twice = faceLandmarks(drawIdentity("eval", 2, n), now, "aligned", 224);
      points.forEach((value, i) => {
        sums[i] += value / 200;
        expect(twice[i]).toBeCloseTo(2 * value, 9);
      });
    }
    sums.forEach((mean, i) => expect(Math.abs(mean - alignedPlaces[i])).toBeLessThan(1.5));
  });

  it("draws the same text and landmarks again, and the landmarks alone alike", () => {
    const now = moment(5, 3);
    expect(drawFace(person, now, "photo", 250)).toEqual(drawFace(person, now, "photo", 250));
    expect(faceLandmarks(person, now, "photo", 250)).toEqual(drawFace(person, now, "photo", 250).landmarks);
  });
});

describe("fitSimilarity", () => {
  const number = fc.double({ min: -50, max: 50, noNaN: true });

  it("finds the similarity that moved the points", () => {
    fc.assert(
      fc.property(
        fc.array(number, { minLength: 10, maxLength: 10 }),
        number,
        number,
        number,
        number,
        (from, a, b, shiftX, shiftY) => {
          const spread = Math.max(...from.map((value) => Math.abs(value - from[0]))) + Math.abs(from[1] - from[3]);
          fc.pre(spread > 1 && Math.hypot(from[0] - from[2], from[1] - from[3]) > 1 && Math.hypot(a, b) > 0.1);
          const moved: number[] = [];
          for (let i = 0; i < 10; i += 2)
            moved.push(...applySimilarity({ a, b, shiftX, shiftY }, [from[i], from[i + 1]]));
          const fit = fitSimilarity(from, moved);
          expect(fit.a).toBeCloseTo(a, 6);
          expect(fit.b).toBeCloseTo(b, 6);
          expect(fit.shiftX).toBeCloseTo(shiftX, 4);
          expect(fit.shiftY).toBeCloseTo(shiftY, 4);
        },
      ),
    );
  });

  it("leaves a sum of squares that no small change of it lowers", () => {
    fc.assert(
      fc.property(fc.array(number, { minLength: 10, maxLength: 10 }), (from) => {
        fc.pre(Math.hypot(from[0] - from[2], from[1] - from[3]) > 5);
        const fit = fitSimilarity(from, alignedPlaces);
        const cost = (change: Partial<typeof fit>): number => {
          let sum = 0;
          for (let i = 0; i < 10; i += 2) {
            const [x, y] = applySimilarity({ ...fit, ...change }, [from[i], from[i + 1]]);
            sum += (x - alignedPlaces[i]) ** 2 + (y - alignedPlaces[i + 1]) ** 2;
          }
          return sum;
        };
        for (const key of ["a", "b", "shiftX", "shiftY"] as const) {
          for (const step of [-1e-3, 1e-3])
            expect(cost({ [key]: fit[key] + step })).toBeGreaterThanOrEqual(cost({}) - 1e-9);
        }
      }),
    );
  });
});
