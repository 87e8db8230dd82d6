import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readImageSet } from "../../src/dataset/image-set.js";
import { subjectsOfNames } from "../../src/protocol/subjects.js";
import { temporaryFolder } from "../protocol/temporary-folder.js";

const bytes = (...names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, "x"]));

async function read(name: string, path: string) {
  const { images, subjects, form } = await readImageSet(name, path);
  return { names: images.map((image) => image.name), subjects, form };
}

describe("the images of a set", () => {
  const pairs = "1\t1\nAnn\t1\t2\nAnn\t1\tBo\t1\n";
  const faces = ["Ann/Ann_0001.jpg", "Ann/Ann_0002.jpg", "Bo/Bo_0001.jpg", "Cy/Cy_0001.jpg"];

  test("of a built-in protocol are those that its pairs name, with its people", async () => {
    const folder = temporaryFolder({ "pairs.txt": pairs, ...bytes(...faces) });
    expect(await read("lfw", folder)).toEqual({
      names: faces.slice(0, 3),
      subjects: ["Ann", "Ann", "Bo"],
      form: "pairs of lfw",
    });
  });

  test("of a folder of any other name are all below it, one folder a person", async () => {
    const folder = temporaryFolder({ "pairs.txt": pairs, ...bytes(...faces) });
    const expected = {
      names: faces,
      subjects: ["Ann", "Ann", "Bo", "Cy"],
      form: "all images below a folder, one folder a person",
    };
    expect(await read("mine", folder)).toEqual(expected);
    // A protocol's name alone is no reason to refuse a folder without its lists.
    expect(await read("agedb", folder)).toEqual(expected);
  });

  test("of a drawn data set come by its protocol.json", async () => {
    const protocol = { name: "drawn", task: "verification", pairs: "pairs.txt", images: "." };
    const folder = temporaryFolder({
      "pairs.txt": pairs,
      "protocol.json": JSON.stringify(protocol),
      ...bytes(...faces),
    });
    const found = { names: faces.slice(0, 3), subjects: ["Ann", "Ann", "Bo"], form: "pairs of drawn" };
    expect(await read("mine", folder)).toEqual(found);
    expect(await read("mine", join(folder, "protocol.json"))).toEqual(found);
  });

  test("of a .bin have no people", async () => {
    const { names, subjects, form } = await read("x", "fixtures/lists/py3-protocol3.bin");
    expect(names[0]).toBe("py3-protocol3.bin#0");
    expect({ subjects, form }).toEqual({ subjects: null, form: "InsightFace .bin" });
  });

  test("of a list file are as it names them", async () => {
    const folder = temporaryFolder({ "img.list": "Ann/1.jpg\nBo/1.jpg\n", ...bytes("Ann/1.jpg", "Bo/1.jpg") });
    expect(await read("x", join(folder, "img.list"))).toEqual({
      names: ["Ann/1.jpg", "Bo/1.jpg"],
      subjects: ["Ann", "Bo"],
      form: "image list, one folder a person",
    });
  });

  test("are refused where there are none", async () => {
    const folder = temporaryFolder({ "readme.md": "x" });
    await expect(read("x", folder)).rejects.toThrow(`${folder}: no images in it`);
    await expect(read("x", join(folder, "none"))).rejects.toThrow("none: no such file or folder");
  });
});

describe("people by the names of images", () => {
  test.each([
    ["any", ["a/1.jpg", "a/2.jpg", "b/1.jpg"], ["a", "a", "b"]],
    ["any", ["x/a/1.jpg", "y/a/1.jpg"], ["x/a", "y/a"]],
    ["lfw", ["data/lfw/Ann/Ann_0001.jpg", "data/lfw/Bo/Bo_0001.jpg"], ["data/lfw/Ann", "data/lfw/Bo"]],
    [
      "lfw",
      ["lfw/Ann_Lee_0001.jpg", "lfw/Ann_Lee_0002.jpg", "lfw/Bo_0001.jpg"],
      ["lfw/Ann_Lee", "lfw/Ann_Lee", "lfw/Bo"],
    ],
    [
      "cfp",
      ["Images/001/frontal/01.jpg", "Images/001/profile/02.jpg", "Images/002/frontal/01.jpg"],
      ["Images/001", "Images/001", "Images/002"],
    ],
    ["agedb", ["0_AnnLee_35_f.jpg", "1_AnnLee_60_f.jpg", "2_Bo_30_m.jpg"], ["AnnLee", "AnnLee", "Bo"]],
    ["cplfw", ["Ann_Lee_0001.jpg", "Bo_0001.jpg"], ["Ann_Lee", "Bo"]],
    ["any", ["1.jpg", "2.jpg"], null],
    ["any", ["all/1.jpg", "all/2.jpg"], null],
    ["any", ["a/1.jpg", "b/1.jpg", "2.jpg"], null],
  ])("%s: %j", (set, names, expected) => {
    const found = subjectsOfNames(names, set);
    if (expected === null) expect(found).toBeNull();
    // How a person is called is free; who is whom is not.
    else
      expect(found?.map((subject) => found.indexOf(subject))).toEqual(expected.map((name) => expected.indexOf(name)));
  });
});
