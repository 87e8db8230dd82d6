import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drawSheet, drawSheets } from "../../src/synth/contact-sheet.js";
import { everyday } from "../../src/synth/nuisance.js";
import { takePicture, type Shot } from "../../src/synth/picture.js";
import { dumpRawFaces } from "../../src/synth/raw-faces.js";

let root: string;
beforeAll(() => (root = mkdtempSync(join(tmpdir(), "pictures-"))));
afterAll(() => rmSync(root, { recursive: true }));

const shot: Shot = {
  world: "train",
  seed: 3,
  person: 1,
  picture: "raw-0",
  framing: "aligned",
  size: 112,
  range: everyday,
};

describe("takePicture", () => {
  it("repeats itself, and differs between people, pictures and frames", async () => {
    const all = [
      shot,
      { ...shot, person: 2 },
      { ...shot, picture: "raw-1" },
      { ...shot, frame: 1 },
      { ...shot, frame: 2 },
    ];
    const pictures = await Promise.all(all.map(takePicture));
    expect(new Set(pictures.map(({ data }) => data.join())).size).toBe(5);
    expect((await takePicture(shot)).data).toEqual(pictures[0].data);
  });

  it("shows more of the person in common than pictures of two people do", async () => {
    // A crude look: means of 8x8 cells. Same person, same place, other circumstances.
    const cells = async (person: number, picture: string): Promise<number[]> => {
      const { data } = await takePicture({ ...shot, person, picture, range: { ...everyday, light: 0 } });
      const small = await sharp(Buffer.from(data), { raw: { width: 112, height: 112, channels: 3 } })
        .extract({ left: 24, top: 16, width: 64, height: 88 })
        .resize(8, 11, { fit: "fill" })
        .raw()
        .toBuffer();
      return [...small];
    };
    const away = (a: number[], b: number[]): number => Math.hypot(...a.map((x, i) => x - b[i]));
    const people = await Promise.all(
      Array.from({ length: 10 }, async (_, n) => ({ one: await cells(n, "a"), two: await cells(n, "b") })),
    );
    const hits = people.filter(({ one }, n) =>
      people.every(({ two }, m) => m === n || away(one, people[n].two) < away(one, two)),
    );
    expect(hits.length).toBeGreaterThanOrEqual(6);
  });
});

describe("dumpRawFaces", () => {
  it("writes a NumPy file of the pictures in order, and a row of labels for each", async () => {
    const { faces } = await dumpRawFaces({ world: "train", seed: 3, people: 3, perPerson: 7, out: root, threads: 2 });
    const file = readFileSync(join(root, "faces.npy"));
    expect(file.subarray(0, 8).toString("latin1")).toBe("\x93NUMPY\x01\x00");
    const start = 10 + file.readUInt16LE(8);
    expect(start % 64).toBe(0);
    const head = file.subarray(10, start).toString("latin1");
    expect(head).toMatch(/^\{'descr': '\|u1', 'fortran_order': False, 'shape': \(21, 112, 112, 3\), \} *\n$/);
    expect(file.length - start).toBe(faces * 112 * 112 * 3);
    const one = 112 * 112 * 3;
    const eighth = file.subarray(start + 7 * one, start + 8 * one);
    expect(eighth.equals(Buffer.from((await takePicture(shot)).data))).toBe(true);
    const labels = readFileSync(join(root, "labels.csv"), "utf8").trimEnd().split("\n").slice(1);
    expect(labels.map((line) => Number(line.split(",")[0]))).toEqual(
      Array.from({ length: 21 }, (_, i) => Math.floor(i / 7)),
    );
  });
});

describe("contact sheets", () => {
  it("lay rows of pictures side by side", async () => {
    const sheet = await drawSheet([[shot, shot, shot], [shot]]);
    const { width, height } = await sharp(sheet).metadata();
    expect([width, height]).toEqual([336, 224]);
  });

  it("are three PNGs of less than 300 kB, the same for the same seed", async () => {
    await drawSheets(root, 7);
    for (const name of ["faces", "nuisances", "degradations"]) {
      const bytes = readFileSync(join(root, `${name}.png`));
      expect(bytes.length).toBeLessThan(300_000);
      expect((await sharp(bytes).metadata()).format).toBe("png");
    }
  });
});
