import { copyFileSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { findPairs, findVerificationData } from "../../src/dataset/folders.js";
import { resolveImages } from "../../src/dataset/images.js";
import { loadProtocol } from "../../src/protocol/protocol.js";
import { addFiles, temporaryFolder } from "../protocol/temporary-folder.js";

const lfw = "1\t1\nAnn\t1\t2\nAnn\t1\tBo\t1\n";
const lfwNames = ["Ann/Ann_0001.jpg", "Ann/Ann_0002.jpg", "Bo/Bo_0001.jpg"];

/** Files of one byte. */
const bytes = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, "x"]));

async function find(
  protocol: string,
  folder: string,
  pairs?: string,
): Promise<{ paths: string[]; form: string; missing: readonly string[] }> {
  const { images, form, missing } = await findVerificationData(await loadProtocol(protocol), folder, pairs);
  const inside = (path: string): string => path.replace(`${folder}/`, "");
  return { paths: images.map((image) => inside(image.path)), form: inside(form), missing };
}

describe("LFW in the forms it comes in", () => {
  test.each(["lfw", "lfw-deepfunneled", "lfw-deepfunneled/lfw-deepfunneled", "images", "."])(
    "pairs.txt and images in %s",
    async (images) => {
      const places = lfwNames.map((name) => join(images, name));
      const folder = temporaryFolder({ "pairs.txt": lfw, ...bytes(places) });
      expect(await find("lfw", folder)).toEqual({ paths: places, form: "lfw (pairs.txt)", missing: [] });
    },
  );

  test("images with another ending than listed, mixed", async () => {
    const places = ["lfw/Ann/Ann_0001.png", "lfw/Ann/Ann_0002.jpg", "lfw/Bo/Bo_0001.pgm"];
    const folder = temporaryFolder({ "pairs.txt": lfw, ...bytes(places) });
    expect((await find("lfw", folder)).paths).toEqual(places);
  });

  test("images without their person's folder", async () => {
    const places = ["images/Ann_0001.jpg", "images/Ann_0002.jpg", "images/Bo_0001.jpg"];
    const folder = temporaryFolder({ "pairs.txt": lfw, ...bytes(places) });
    expect((await find("lfw", folder)).paths).toEqual(places);
  });

  test("a missing image is listed and points to where it should be", async () => {
    const folder = temporaryFolder({ "pairs.txt": lfw, ...bytes(lfwNames.slice(0, 2)) });
    expect(await find("lfw", folder)).toMatchObject({ paths: lfwNames, missing: [lfwNames[2]] });
  });

  test("all images missing is one error that says where it looked", async () => {
    const folder = temporaryFolder({ "pairs.txt": lfw, "lfw/readme": "" });
    await expect(find("lfw", folder)).rejects.toThrow(
      `none of 3 images found: "Ann/Ann_0001.jpg" is not in ${folder}/lfw, ${folder}, ${dirname(folder)}`,
    );
  });

  test("lfw.bin, in the folder or named itself", async () => {
    const folder = temporaryFolder({ "pairs.txt": lfw });
    const path = join(folder, "lfw.bin");
    copyFileSync("fixtures/lists/py2-protocol2.bin", path);
    const protocol = await loadProtocol("lfw");
    for (const data of [folder, path]) {
      const { form, images, pairs } = await findVerificationData(protocol, data);
      expect(form).toBe(`insightface-bin (${path})`);
      expect(images.map((image) => image.name)).toEqual(pairs.names);
      expect(await findPairs(protocol, data)).toEqual(pairs);
      expect(readFileSync(path).subarray(images[0].start, images[0].end).toString("latin1", 1, 4)).toBe("PNG");
    }
  });

  test("MagFace's lists, paths written from another folder, one level below", async () => {
    const list = ["../data/lfw/Ann/1.jpg", "../data/lfw/Ann/2.jpg", "../data/lfw/Ann/1.jpg", "../data/lfw/Bo/1.jpg"];
    const folder = temporaryFolder({
      "lfw/img.list": list.join("\n"),
      "lfw/pair.list": "1\n0\n",
      ...bytes(["lfw/Ann/1.jpg", "lfw/Ann/2.jpg", "lfw/Bo/1.jpg"]),
    });
    expect(await find("lfw", folder)).toEqual({
      paths: ["lfw/Ann/1.jpg", "lfw/Ann/2.jpg", "lfw/Bo/1.jpg"],
      form: "magface (lfw/pair.list)",
      missing: [],
    });
  });

  test("another pair list over the same images", async () => {
    const folder = temporaryFolder({
      "mine.csv": "a,b,same\nAnn/Ann_0001.jpg,Bo/Bo_0001.jpg,0\n",
      ...bytes(lfwNames.map((n) => `lfw/${n}`)),
    });
    const { paths } = await find("lfw", folder, join(folder, "mine.csv"));
    expect(paths).toEqual(["lfw/Ann/Ann_0001.jpg", "lfw/Bo/Bo_0001.jpg"]);
  });

  test("nothing of it, nothing there", async () => {
    const folder = temporaryFolder({ "readme.txt": "x" });
    await expect(find("lfw", folder)).rejects.toThrow(
      "no data of lfw in it, looked for lfw.bin, img.list and pair.list, pairs.txt",
    );
    await expect(find("lfw", join(folder, "none"))).rejects.toThrow("none: no such file or folder");
    expect(await findPairs(await loadProtocol("lfw"), folder)).toBeNull();
  });

  test("a pair list where its folder belongs", async () => {
    const path = join(temporaryFolder({ "pairs.txt": lfw, ...bytes(lfwNames) }), "pairs.txt");
    const clause = `${path}: a list, expected a folder or an InsightFace .bin; a pair list is given by --pairs`;
    await expect(find("lfw", path)).rejects.toThrow(clause);
    await expect(findPairs(await loadProtocol("lfw"), path)).rejects.toThrow(clause);
  });
});

test("CFP: images where its Protocol says", async () => {
  const places = ["Data/Images/001/frontal/01.jpg", "Data/Images/001/profile/01.jpg", "Data/Images/002/profile/01.jpg"];
  const folder = temporaryFolder({
    "Protocol/Pair_list_F.txt": "1 ../Data/Images/001/frontal/01.jpg\n",
    "Protocol/Pair_list_P.txt": "1 ../Data/Images/001/profile/01.jpg\n2 ../Data/Images/002/profile/01.jpg\n",
    "Protocol/Split/FP/01/same.txt": "1,1\n",
    "Protocol/Split/FP/01/diff.txt": "1,2\n",
    ...bytes(places),
  });
  const found = { paths: places, form: "cfp (Protocol)", missing: [] };
  expect(await find("cfp", folder)).toEqual(found);
  const { images, missing } = await findVerificationData(await loadProtocol("cfp"), join(folder, "Protocol"));
  expect(images.map(({ path }) => path)).toEqual(places.map((place) => join(folder, place)));
  expect(missing).toEqual([]);
});

test("AgeDB: names without ending", async () => {
  const folder = temporaryFolder();
  copyFileSync("fixtures/lists/agedb.mat", join(folder, "04_FINAL_protocol_30_years.mat"));
  const pairs = await findPairs(await loadProtocol("agedb"), folder);
  addFiles(folder, bytes(pairs!.names.slice(1).map((name) => `AgeDB/${name}.jpg`)));
  const { paths, missing } = await find("agedb", folder);
  expect(paths[1]).toBe(`AgeDB/${pairs!.names[1]}.jpg`);
  expect(missing).toEqual([pairs!.names[0]]);
});

test.each(["calfw", "cplfw"])("%s: its own aligned images", async (name) => {
  const places = [
    "aligned images/a_1.jpg",
    "aligned images/a_2.jpg",
    "aligned images/b_1.jpg",
    "aligned images/c_1.jpg",
  ];
  const folder = temporaryFolder({
    [`pairs_${name.toUpperCase()}.txt`]: "a_1.jpg 1\na_2.jpg 1\nb_1.jpg 0\nc_1.jpg 0\n",
    ...bytes(places),
  });
  expect((await find(name, folder)).paths).toEqual(places);
});

test("XQLFW", async () => {
  const folder = temporaryFolder({
    "xqlfw_pairs.txt": lfw,
    ...bytes(lfwNames.map((name) => `xqlfw_aligned_112/${name}`)),
  });
  expect(await find("xqlfw", folder)).toMatchObject({ form: "lfw (xqlfw_pairs.txt)", missing: [] });
});

describe("images of any list in a folder", () => {
  test("the folder that holds most of them, absolute paths, Windows' slashes", () => {
    const folder = temporaryFolder(bytes(["a/1.jpg", "b/1.jpg", "b/2.jpg"]));
    const { images, missing } = resolveImages(["1.jpg", "2.jpg"], [join(folder, "a"), join(folder, "b")]);
    expect(images.map((image) => image.path)).toEqual([join(folder, "b/1.jpg"), join(folder, "b/2.jpg")]);
    expect(missing).toEqual([]);
    expect(resolveImages([join(folder, "a/1.jpg")], folder).images[0].path).toBe(join(folder, "a/1.jpg"));
    expect(resolveImages(["b\\2.jpg"], folder).images[0].path).toBe(join(folder, "b/2.jpg"));
  });

  test("no such folder", () => {
    expect(() => resolveImages(["1.jpg"], "none")).toThrow(
      "none: no such folder, expected the folder that holds the listed images",
    );
  });
});
