// Drawn faces made worse by the product's own means. Drawn faces are smooth, unlike photographs: PIQE takes them for blurred until
// there is a little noise on them, so that its noise begins at grade 0.1.
import { beforeAll, describe, expect, it } from "vitest";
import { brisqueFeatures } from "../../src/quality/brisque.js";
import { greyOf, type Grey } from "../../src/quality/grey.js";
import { fitNiqe, niqe, type NiqeModel } from "../../src/quality/niqe.js";
import { piqe } from "../../src/quality/piqe.js";
import { degrade, type DegradationKind } from "../../src/synth/degrade.js";
import { everyday } from "../../src/synth/nuisance.js";
import { takePicture } from "../../src/synth/picture.js";
import type { Pixels } from "../../src/synth/pixels.js";

const grades = [0, 0.2, 0.4, 0.6, 0.8, 1];
let faces: Pixels[];
let model: NiqeModel;

const draw = (first: number, count: number): Promise<Pixels[]> => {
  const shot = (person: number) =>
    ({ world: "eval", seed: 9, person, picture: "0", framing: "aligned", size: 112, range: everyday }) as const;
  return Promise.all(Array.from({ length: count }, (_, i) => takePicture(shot(first + i))));
};

const greyOfDrawn = ({ width, height, data }: Pixels): Grey => greyOf({ width, height, data: new Uint8Array(data) });

beforeAll(async () => {
  faces = await draw(0, 8);
  model = fitNiqe((await draw(100, 60)).map(greyOfDrawn), { patchSize: 24 });
});

/** Means over eight faces, grade by grade. */
function course(kind: DegradationKind, at: readonly number[], measure: (image: Grey) => number): number[] {
  const made = (grade: number) => faces.map((face, i) => measure(greyOfDrawn(degrade(face, { kind, grade }, [i]))));
  return at.map((grade) => made(grade).reduce((sum, x) => sum + x, 0) / faces.length);
}

function expectRising(values: readonly number[]): void {
  for (let i = 1; i < values.length; i++) expect(values[i]).toBeGreaterThan(values[i - 1]);
}

describe("the mean over eight faces, with each grade of degradation,", () => {
  it.each(["blur", "noise"] as const)("of NIQE rises with %s", (kind) => {
    expectRising(course(kind, grades, (image) => niqe(image, model)));
  });

  it("of PIQE rises with blur until nothing is left to look at, 100, and stays there", () => {
    const values = course("blur", [0, 0.1, 0.2, ...grades.slice(2)], piqe);
    expectRising(values.slice(0, 3));
    expect(values.slice(4)).toEqual([100, 100, 100]);
  });

  it("of PIQE rises with noise from 0.1 on, and with compression", () => {
    expectRising(course("noise", [0.1, ...grades.slice(1)], piqe));
    expectRising(course("compression", [0.1, ...grades.slice(1)], piqe));
  });

  it("of the variance of local contrast at half size, BRISQUE's 20th feature, falls with blur and rises with noise", () => {
    const variance = (image: Grey): number => brisqueFeatures(image)[19];
    expectRising(course("blur", grades, variance).map((value) => -value));
    expectRising(course("noise", grades, variance));
  });
});
