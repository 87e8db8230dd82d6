import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { degradationKinds, degrade, type DegradationKind } from "../../src/synth/degrade.js";
import { addNoise, blur, cover, lowerResolution } from "../../src/synth/filters.js";
import { loseByJpeg } from "../../src/synth/jpeg-loss.js";
import { everyday } from "../../src/synth/nuisance.js";
import { takePicture } from "../../src/synth/picture.js";
import { blankPixels, type Pixels } from "../../src/synth/pixels.js";
import { openStream } from "../../src/synth/random.js";

const grades = [0, 0.2, 0.4, 0.6, 0.8, 1];
let faces: Pixels[];

beforeAll(async () => {
  const shot = (person: number) =>
    ({ world: "eval", seed: 9, person, picture: "0", framing: "aligned", size: 112, range: everyday }) as const;
  faces = await Promise.all([0, 1, 2, 3, 4, 5].map((person) => takePicture(shot(person))));
});

const meanOf = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

/** Mean squared difference of neighbours: what sharp edges have and blurred ones lack. */
function gradientEnergy({ width, height, data }: Pixels): number {
  let sum = 0;
  for (let y = 0; y < height - 1; y++) {
    for (let x = 0; x < (width - 1) * 3; x++) {
      const at = y * width * 3 + x;
      sum += (data[at + 3] - data[at]) ** 2 + (data[at + width * 3] - data[at]) ** 2;
    }
  }
  return sum / data.length;
}

const difference = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return Math.sqrt(sum / a.length);
};

const measured = (kind: DegradationKind, measure: (made: Pixels, face: Pixels) => number): number[] =>
  grades.map((grade) => meanOf(faces.map((face, i) => measure(degrade(face, { kind, grade }, [i]), face))));

function expectRising(values: readonly number[]): void {
  for (let i = 1; i < values.length; i++) expect(values[i]).toBeGreaterThan(values[i - 1]);
}

describe("degradation", () => {
  it.each(degradationKinds)("%s leaves the picture at grade 0 and its input always, and repeats itself", (kind) => {
    const before = faces[0].data.slice();
    expect(degrade(faces[0], { kind, grade: 0 }, [1]).data).toEqual(before);
    const once = degrade(faces[0], { kind, grade: 0.7 }, [1]);
    expect(faces[0].data).toEqual(before);
    expect(degrade(faces[0], { kind, grade: 0.7 }, [1])).toEqual(once);
    expect(once.data).not.toEqual(before);
  });

  it.each(degradationKinds)("%s moves the picture further from the original with each grade", (kind) => {
    expectRising(measured(kind, (made, face) => difference(made.data, face.data)));
  });

  it.each(["blur", "resolution", "contrast"] as const)("%s lowers the energy of gradients with each grade", (kind) => {
    expectRising(measured(kind, (made) => -gradientEnergy(made)));
  });

  it("differs between labels only where chance has a part", () => {
    const made = (kind: DegradationKind, label: number) => degrade(faces[0], { kind, grade: 0.5 }, [label]).data;
    expect(made("noise", 1)).not.toEqual(made("noise", 2));
    expect(made("occlusion", 1)).not.toEqual(made("occlusion", 2));
    expect(made("blur", 1)).toEqual(made("blur", 2));
  });
});

describe("filters", () => {
  it("adds noise of the standard deviation asked, within 2 %, and mean 0", () => {
    const grey = blankPixels(112, 112);
    grey.data.fill(128);
    const made = addNoise(grey, 21, openStream("noise"));
    expect(difference(made.data, grey.data) / 21).toBeGreaterThan(0.98);
    expect(difference(made.data, grey.data) / 21).toBeLessThan(1.02);
    expect(Math.abs(meanOf([...made.data]) - 128)).toBeLessThan(5 * (21 / Math.sqrt(made.data.length)));
  });

  it.each([
    [1.7, 0.51],
    [3.9, 0.51],
    [4.1, 1.01],
    [7, 1.01],
    [8.3, 1.51],
    [12, 1.51],
  ])(
    "blurs by %d pixels as the plain two-dimensional sum does, within %d grey levels, rounding and all",
    (sigma, most) => {
      const { width, height, data } = faces[1];
      const made = blur(faces[1], sigma);
      const reach = Math.ceil(3 * sigma);
      const clamp = (value: number, most: number): number => Math.min(Math.max(value, 0), most);
      for (const [x, y, channel] of [
        [0, 0, 0],
        [50, 60, 1],
        [111, 40, 2],
        [30, 111, 0],
      ]) {
        let [sum, total] = [0, 0];
        for (let dy = -reach; dy <= reach; dy++) {
          for (let dx = -reach; dx <= reach; dx++) {
            const weight = Math.exp(-(dx * dx + dy * dy) / (2 * sigma * sigma));
            total += weight;
            sum += weight * data[(clamp(y + dy, height - 1) * width + clamp(x + dx, width - 1)) * 3 + channel];
          }
        }
        expect(Math.abs(made.data[(y * width + x) * 3 + channel] - sum / total)).toBeLessThanOrEqual(most);
      }
    },
  );

  it("keeps the mean and a plain picture when it lowers the resolution", () => {
    const plain = blankPixels(112, 112);
    plain.data.fill(77);
    expect(lowerResolution(plain, 13).data).toEqual(plain.data);
    expect(Math.abs(meanOf([...lowerResolution(faces[2], 14).data]) - meanOf([...faces[2].data]))).toBeLessThan(2);
  });

  it("shrinks by exact means of cells: a checkerboard of 8x8 cells comes back grey at half its cells", () => {
    const board = blankPixels(112, 112);
    for (let i = 0; i < 112 * 112; i++)
      board.data.fill(((((i % 112) >> 3) + (Math.floor(i / 112) >> 3)) & 1) * 200, i * 3, i * 3 + 3);
    expect(new Set(lowerResolution(board, 7).data)).toEqual(new Set([100]));
  });

  it("covers the share of the area asked, within a tenth, when it lies inside the picture", () => {
    const plain = blankPixels(112, 112);
    for (let k = 0; k < 20; k++) {
      const made = cover(plain, 0.06, openStream("cover", k));
      let covered = 0;
      for (let i = 0; i < made.data.length; i += 3)
        if (made.data[i] + made.data[i + 1] + made.data[i + 2] > 0) covered++;
      expect(Math.abs(covered / (112 * 112) / 0.06 - 1)).toBeLessThan(0.1);
    }
  });

  it.each([10, 30, 50, 80])(
    "loses what libjpeg loses at quality %i: nearer its file than the file to the original by 3",
    async (quality) => {
      for (const face of faces.slice(0, 3)) {
        const { width, height, data } = face;
        const file = await sharp(Buffer.from(data), { raw: { width, height, channels: 3 } })
          .jpeg({ quality, chromaSubsampling: "4:2:0", optimiseCoding: false })
          .toBuffer();
        const real = await sharp(file).raw().toBuffer();
        expect(3 * difference(loseByJpeg(face, quality).data, real)).toBeLessThan(difference(data, real) * 1.6);
      }
    },
  );
});
