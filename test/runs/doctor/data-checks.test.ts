// Data sets in folders as a user has them: whole, with a wrong count, with images missing, several in one place.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { dataChecks } from "../../../src/runs/doctor/data-checks.js";
import { addFiles, workFolder, type Files } from "../../cli/command.js";

const people = 40;
const shots = 13;
const name = (person: number) => `Person_${person}`;
const file = (person: number, shot: number) => `${name(person)}/${name(person)}_${String(shot).padStart(4, "0")}.jpg`;

/** Lines of genuine pairs, none twice: 78 a person. */
const genuine: string[] = [];
for (let first = 1; first <= shots; first++)
  for (let second = first + 1; second <= shots; second++)
    for (let person = 0; person < people; person++) genuine.push(`${name(person)}\t${first}\t${second}`);

/** Lines of impostor pairs, none twice: every two people in either order, by two pairs of pictures. */
const impostor: string[] = [];
for (const [first, second] of [
  [1, 2],
  [3, 4],
])
  for (let a = 0; a < people; a++)
    for (let b = 0; b < people; b++) if (a !== b) impostor.push(`${name(a)}\t${first}\t${name(b)}\t${second}`);

/** LFW's pairs.txt: so many folds of so many genuine and as many impostor pairs. */
function pairsTxt(folds: number, each: number): string {
  const lines = [`${folds}\t${each}`];
  for (let at = 0; at < folds * each; at += each)
    lines.push(...genuine.slice(at, at + each), ...impostor.slice(at, at + each));
  return `${lines.join("\n")}\n`;
}

function addFaces(folder: string): void {
  for (let person = 0; person < people; person++) {
    mkdirSync(join(folder, name(person)), { recursive: true });
    for (let shot = 1; shot <= shots; shot++) writeFileSync(join(folder, file(person, shot)), "");
  }
}

/** IJB-C's lists in small: 4 images, 2 templates of one person and 1 of another. */
const ijbc: Files = {
  "meta/ijbc_face_tid_mid.txt": "1.jpg 1 1\n2.jpg 1 2\n3.jpg 2 3\n4.jpg 3 4\n",
  "meta/ijbc_template_pair_label.txt": "1 2 1\n1 3 0\n2 3 0\n",
  "loose_crop/1.jpg": "",
  "loose_crop/3.jpg": "",
  "loose_crop/4.jpg": "",
};

const drawn = {
  "pairs.csv": "a,b,same\n1.jpg,2.jpg,1\n1.jpg,3.jpg,0\n",
  "protocol.json": JSON.stringify({
    ...{ name: "mine", task: "verification", pairs: "pairs.csv", images: "." },
    expected: { pairs: 2, genuine: 1, impostor: 1 },
  }),
  ...{ "1.jpg": "", "2.jpg": "", "3.jpg": "" },
};

const said = async (path: string) =>
  (await dataChecks(path)).checks.map(({ name, verdict, says }) => [name, verdict, says] as const);

describe("a folder of data sets", () => {
  let data = "";
  beforeAll(() => {
    data = workFolder({
      "lfw/pairs.txt": pairsTxt(10, 300),
      "notes/readme.txt": "mine",
      "xqlfw/pairs.txt": pairsTxt(2, 5),
    });
    addFaces(join(data, "lfw"));
    addFiles(join(data, "ijbc"), ijbc);
    addFiles(join(data, "mine"), drawn);
  });

  it("is told set by set, each once, against what its protocol expects", async () => {
    const { checks, sound } = await dataChecks(data);
    expect(checks.map(({ name, verdict }) => [name, verdict])).toEqual([
      ["ijbc", "fail"],
      ["lfw", "ok"],
      ["mine", "ok"],
      ["xqlfw", "fail"],
    ]);
    expect(sound.map(({ protocol }) => protocol.name)).toEqual(["lfw", "mine"]);
    const says = Object.fromEntries(checks.map((each) => [each.name, each.says]));
    expect(says.lfw).toMatch(/^6,000 pairs \(3,000 genuine, 3,000 impostor\) in 10 folds; 520 of 520 images; lfw \(/);
    expect(says.mine).toMatch(/^2 pairs \(1 genuine, 1 impostor\); 3 of 3 images; csv \(/);
    expect(says.xqlfw).toMatch(/none of \d+ images found.*; .*20 pairs .*in 2 folds, xqlfw expects 6,000 pairs/);
    expect(says.ijbc).toMatch(/^1 picture missing in .*loose_crop: 2\.jpg$/);
  });

  it("is the same from the set's own folder, and an image that is gone is named", async () => {
    const lfw = workFolder({ "lfw/pairs.txt": pairsTxt(10, 300) });
    addFaces(join(lfw, "lfw"));
    expect(await said(join(lfw, "lfw"))).toEqual([["lfw", "ok", expect.stringContaining("520 of 520 images")]]);
    addFiles(lfw, { "lfw/pairs.txt": pairsTxt(10, 300).replace("Person_0\t1\t2", "Person_0\t1\t99") });
    expect(await said(lfw)).toEqual([
      ["lfw", "fail", expect.stringMatching(/^1 image missing: Person_0\/Person_0_0099/)],
    ]);
  });

  it("templates that are a part of the set are warned of, with the whole set's counts", async () => {
    const whole = workFolder({ ...ijbc, "loose_crop/2.jpg": "" });
    expect(await said(whole)).toEqual([
      [
        "ijbc",
        "warn",
        expect.stringMatching(/^4 images, 3 templates, 3 pairs \(1 genuine\); pictures 4 of 4 .*23,124 templates/),
      ],
    ]);
  });

  it("pairs that come twice stop no run: they are warned of", async () => {
    const folder = workFolder(drawn);
    addFiles(folder, {
      "pairs.csv": `${drawn["pairs.csv"]}2.jpg,1.jpg,1\n`,
      "protocol.json": drawn["protocol.json"].replace('"pairs":2', '"pairs":3').replace('"genuine":1', '"genuine":2'),
    });
    expect(await said(folder)).toEqual([["mine", "warn", expect.stringContaining("1 pair listed again")]]);
  });

  it("whose lists lie in a folder of their own is found from the one that holds the images", async () => {
    const picture = (person: number, kind: string) => `Data/Images/00${person}/${kind}/01.jpg`;
    const list = (kind: string) => [1, 2].map((person) => `${person} ../${picture(person, kind)}\n`).join("");
    const cfp = workFolder({
      "Protocol/Pair_list_F.txt": list("frontal"),
      "Protocol/Pair_list_P.txt": list("profile"),
      "Protocol/Split/FP/01/same.txt": "1,1\n2,2\n",
      "Protocol/Split/FP/01/diff.txt": "1,2\n2,1\n",
      ...Object.fromEntries(
        [1, 2].flatMap((person) => [
          [picture(person, "frontal"), ""],
          [picture(person, "profile"), ""],
        ]),
      ),
    });
    const [[name, verdict, says], ...others] = await said(cfp);
    expect([name, verdict, others]).toEqual(["cfp", "fail", []]);
    expect(says).toMatch(/^[^;]*: 4 pairs .* in 1 fold, cfp expects 7,000 pairs[^;]*$/);
  });

  it("whose images lie beside the folder of the lists is found from the one above", async () => {
    const above = workFolder({ "lfw/pairs.txt": pairsTxt(10, 300) });
    addFaces(join(above, "images"));
    expect(await said(above)).toEqual([["lfw", "ok", expect.stringContaining("520 of 520 images")]]);
  });

  it("without any known set says so, and what to look at", async () => {
    const { checks } = await dataChecks(workFolder({ "notes/readme.txt": "mine" }));
    expect(checks).toEqual([
      expect.objectContaining({ name: "data sets", verdict: "fail", remedy: expect.stringContaining("protocols") }),
    ]);
  });

  it("a .bin that no protocol claims is told for itself, and a damaged one is a fault", async () => {
    const folder = workFolder({ "vgg2_fp.bin": "\x80\x02broken" });
    expect(await said(folder)).toEqual([["vgg2_fp.bin", "fail", expect.stringContaining("vgg2_fp.bin")]]);
    expect(await said(join(folder, "vgg2_fp.bin"))).toEqual(await said(folder));
  });
});
