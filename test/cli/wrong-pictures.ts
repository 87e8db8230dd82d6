// Mistakes in pictures, landmarks and InsightFace's .bin.
import { readFileSync } from "node:fs";
import { picture, pictureNames, soundPictures } from "./user-files.js";
import type { WrongInput } from "./wrong-input.js";

const line = "verify pairs.csv --images faces --model m.onnx --card small.json";

const without = (name: string) => Object.fromEntries(Object.entries(soundPictures).filter(([path]) => path !== name));
const allPictures = (content: (number: number) => string | Uint8Array) => ({
  ...soundPictures,
  ...Object.fromEntries(pictureNames.map((name, i) => [`faces/${name}`, content(i)])),
});
const onePicture = (content: string | Uint8Array) => ({ ...soundPictures, "faces/3.ppm": content });
const image = (name: string) => readFileSync(`fixtures/images/${name}`);

const wrongPictures: readonly WrongInput[] = [
  {
    what: "a folder of pictures that is not there",
    files: soundPictures,
    line: line.replace("faces", "images"),
    says: ["images:", "no such folder", "expected the folder that holds the listed images"],
  },
  {
    what: "a file for a folder of pictures",
    files: soundPictures,
    line: line.replace("faces", "pairs.csv"),
    says: ["pairs.csv:", "is a file", "expected the folder"],
  },
  {
    what: "no word where the pictures are",
    files: soundPictures,
    line: line.replace("--images faces ", ""),
    says: ["none of 8 images found", '"0.ppm"', "--images DIR"],
  },
  {
    what: "a folder with other pictures",
    files: { ...soundPictures, "other/a.ppm": picture(9) },
    line: line.replace("faces", "other"),
    says: ["none of 8 images found", '"0.ppm" is not in other'],
  },
  {
    what: "pictures none of which can be read",
    files: allPictures(() => "oops"),
    line,
    says: ["0.ppm:", "not an image", '"oops"', "7 more of 8"],
  },
  {
    what: "one corrupt picture and --strict",
    files: onePicture("oops"),
    line: `${line} --strict`,
    says: ["3.ppm:", "not an image", '"oops"'],
  },
  {
    what: "one empty picture and --strict",
    files: onePicture(""),
    line: `${line} --strict`,
    says: ["3.ppm:", "empty"],
  },
  {
    what: "half a picture and --strict",
    files: onePicture(image("bad-jpeg-half.jpg")),
    line: `${line} --strict`,
    says: ["3.ppm:", "truncated JPEG"],
  },
  {
    what: "one missing picture and --strict",
    files: without("faces/3.ppm"),
    line: `${line} --strict`,
    says: ["3.ppm:", "no such file"],
  },
  {
    what: "pictures of another size",
    files: allPictures((i) => picture(i, 10)),
    line,
    says: ["0.ppm:", "10x10", "expected 8x8", "--landmarks", "--resize", "7 more of 8"],
  },
];

const withPoints = (content: string) => ({ ...soundPictures, "points.txt": content });
const landmarks = `${line} --landmarks points.txt`;

const wrongLandmarks: readonly WrongInput[] = [
  {
    what: "landmarks that are not there",
    files: soundPictures,
    line: landmarks,
    says: ["points.txt:", "no such file"],
  },
  {
    what: "landmarks of some pictures only",
    files: withPoints("0.ppm 1 1 6 1 4 4 2 6 5 6\n"),
    line: landmarks,
    says: ["points.txt:", "7 of 8 images", '"1.ppm"'],
  },
  {
    what: "landmarks with four points",
    files: withPoints("0.ppm 1 1 6 1 4 4 2 6\n"),
    line: landmarks,
    says: ["points.txt:1:", "9 fields", "name x1 y1 .. x5 y5"],
  },
  {
    what: "landmarks in words",
    files: withPoints("0.ppm 1 1 6 1 4 4 2 6 5 low\n"),
    line: landmarks,
    says: ["points.txt:1:", '"low"', "expected a number"],
  },
  {
    what: "landmarks of one picture twice",
    files: withPoints("0.ppm 1 1 6 1 4 4 2 6 5 6\n0.ppm 2 1 6 1 4 4 2 6 5 6\n"),
    line: landmarks,
    says: ["points.txt:2:", "0.ppm again"],
  },
];

const bin = "lfw --model m.onnx --card small.json --data lfw.bin";
const withBin = (content: string | Uint8Array) => ({ ...soundPictures, "lfw.bin": content });
const fixture = (name: string) => readFileSync(`fixtures/lists/${name}`);

const wrongData: readonly WrongInput[] = [
  {
    what: "a data folder that is not there",
    files: soundPictures,
    line: bin,
    says: ["lfw.bin:", "no such file or folder"],
  },
  {
    what: "a folder without LFW in it",
    files: soundPictures,
    line: bin.replace("lfw.bin", "faces"),
    says: ["faces:", "no data of lfw", "looked for lfw.bin,", "pairs.txt"],
  },
  {
    what: "a pair list for a data folder",
    files: soundPictures,
    line: bin.replace("lfw.bin", "pairs.csv"),
    says: ["pairs.csv:", "expected", ".bin"],
  },
  {
    what: "a .bin that runs a command",
    files: withBin(fixture("evil-system-protocol2.bin")),
    line: bin,
    says: ["lfw.bin:", "posix.system", "refused"],
  },
  {
    what: "a .bin that evaluates Python",
    files: withBin(fixture("evil-eval-protocol4.bin")),
    line: bin,
    says: ["lfw.bin:", "builtins.eval", "refused"],
  },
  {
    what: "a .bin cut short",
    files: withBin(fixture("py3-protocol3.bin").subarray(0, 400)),
    line: bin,
    says: ["lfw.bin:", "ends at byte 400", "expected", "copied whole?"],
  },
  {
    what: "a .bin of something else",
    files: withBin(Buffer.from("\x80\x03]q\x00.", "latin1")),
    line: bin,
    says: ["lfw.bin:", "a list of 0", "expected InsightFace's pair (images, issame)"],
  },
  { what: "an empty .bin", files: withBin(""), line: bin, says: ["lfw.bin:", "empty", "expected an InsightFace .bin"] },
  { what: "a picture for a .bin", files: withBin(picture(1)), line: bin, says: ["lfw.bin:", "no InsightFace .bin"] },
  {
    what: "a packed archive for a .bin",
    files: withBin(Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0])),
    line: bin,
    says: ["lfw.bin:", "no InsightFace .bin"],
  },
  {
    what: "a .bin with fewer pairs than LFW",
    files: withBin(fixture("py3-protocol3.bin")),
    line: bin,
    says: ["lfw.bin:", "3 pairs", "lfw expects 6,000 pairs"],
  },
];

const embed = (what: string, out = "x.npy") => `embed ${what} --model m.onnx --card small.json --out ${out}`;
const withList = (content: string) => ({ ...soundPictures, "img.txt": content });

const wrongImageLists: readonly WrongInput[] = [
  {
    what: "nothing to embed there",
    files: soundPictures,
    line: embed("images"),
    says: ["images:", "no such file or folder"],
  },
  {
    what: "a folder without pictures to embed",
    files: { ...soundPictures, "empty/notes.md": "" },
    line: embed("empty"),
    says: ["empty:", "no images in it"],
  },
  {
    what: "an empty image list",
    files: withList("\n"),
    line: embed("img.txt"),
    says: ["img.txt:", "no images in it", "one a line"],
  },
  {
    what: "an image list of other pictures",
    files: withList("a.jpg\nb.jpg\n"),
    line: embed("img.txt"),
    says: ["none of 2 images found", '"a.jpg"'],
  },
  {
    what: "a pair list for an image list",
    files: withList("faces/0.ppm faces/1.ppm 1\nfaces/2.ppm faces/3.ppm 0\n"),
    line: embed("img.txt"),
    says: ["img.txt:1:", "2 images", "expected one a line", "a pair list?", "img.txt:2:"],
    faults: 2,
  },
  {
    what: "a name with a blank for a feature list",
    files: { ...soundPictures, "faces/Ann Smith.ppm": picture(9) },
    line: embed("faces", "feat.list"),
    says: ["feat.list:", '"faces/Ann Smith.ppm"', "blank", ".npy"],
  },
  {
    what: "an image list that would be written over",
    files: withList("faces/0.ppm\n"),
    line: embed("img.txt", "img.npy"),
    says: ["--out img.npy", "write over img.txt", "expected another name"],
  },
  {
    what: "a picture that would be written over",
    files: soundPictures,
    line: embed("faces", "faces/0.ppm"),
    says: ["faces/0.ppm:", "one of the images", "expected another"],
  },
];

export const wrongPictureInputs: readonly WrongInput[] = [
  ...wrongPictures,
  ...wrongLandmarks,
  ...wrongData,
  ...wrongImageLists,
];
