import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { addFiles, temporaryFolder } from "../protocol/temporary-folder.js";
import { firstRelease, heads, prepare } from "./nist-release.js";

const meta = {
  "ijbc_face_tid_mid.txt": "1.jpg 1 1\n2.jpg 1 2\n3.jpg 2 1\n4.jpg 31 3\n5.jpg 30 2\n2.jpg 30 2\n6.jpg 30 4\n",
  "img.list": "1.jpg\n2.jpg\n3.jpg\n4.jpg\n5.jpg\n2.jpg\n6.jpg\n",
  "ijbc_template_pair_label.txt": "1 30 1\n1 31 0\n2 30 0\n2 31 1\n",
  "ijbc_1N_gallery_G1.csv": "TEMPLATE_ID,SUBJECT_ID,FILENAME\n1,10,img/5.jpg\n1,10,frames/7_01.png\n",
  "ijbc_1N_gallery_G2.csv": "TEMPLATE_ID,SUBJECT_ID,FILENAME\n2,11,img/5.jpg\n",
  "ijbc_1N_probe_mixed.csv":
    "TEMPLATE_ID,SUBJECT_ID,FILENAME\n31,11,img/6.jpg\n30,10,frames/7_02.png\n30,10,frames/7_01.png\n" +
    '30,10,"img/8,9.jpg"\n',
  "ijbc_boxes.csv":
    "name,x,y,width,height\n1.jpg,1,2,30,40\n2.jpg,3,4,50,60\n3.jpg,90,2,33,44\n4.jpg,5,5,20,20\n" +
    "5.jpg,3,4,50,60\n6.jpg,-1,0.5,70,80\n",
  "crops.csv":
    "name,filename,x,y,width,height\n1.jpg,img/5.jpg,1,2,30,40\n2.jpg,frames/7_01.png,3,4,50,60\n" +
    "3.jpg,img/5.jpg,90,2,33,44\n4.jpg,img/6.jpg,5,5,20,20\n5.jpg,frames/7_02.png,3,4,50,60\n" +
    '6.jpg,"img/8,9.jpg",-1,0.5,70,80\n',
};

const contents = (folder: string): Record<string, string> =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));

test("the first release of IJB-C", async () => {
  const folder = temporaryFolder(firstRelease);
  const summary = await prepare(folder);
  expect(contents(join(folder, "out/meta"))).toEqual(meta);
  expect(summary).toEqual({
    ...{ meta: join(folder, "out/meta"), files: expect.anything(), faces: 7, crops: 6, templates: 4, subjects: 2 },
    ...{ media: 4, pairs: 4, genuine: 2, sightingsDiffer: 0, warnings: [] },
  });
  expect([...summary.files].sort()).toEqual(Object.keys(meta).sort());
});

test.each(["", "protocol/", "archive/", "protocols/archive/"])(
  "found in %j, and written again over itself",
  async (at) => {
    const files = Object.entries(firstRelease).map(([name, text]) => [name.replace("protocols/", at), text]);
    const folder = temporaryFolder(Object.fromEntries(files));
    await prepare(folder);
    await prepare(folder);
    expect(contents(join(folder, "out/meta"))).toEqual(meta);
  },
);

test("the later release: 1:N in test4, 1:1 in test1 with templates of its own, heads in match.csv", async () => {
  const short = "TEMPLATE_ID,SUBJECT_ID,FILENAME,FACE_X,FACE_Y,FACE_WIDTH,FACE_HEIGHT\n";
  const folder = temporaryFolder({
    "protocols/test4/gallery_G1.csv": `${short}1,10,img/5.jpg,1,2,30,40\n`,
    "protocols/test4/gallery_G2.csv": `${short}2,11,img/6.jpg,1,2,30,40\n`,
    "protocols/test4/probes.csv": `${short}30,10,img/7.jpg,1,2,30,40\n`,
    "protocols/test1/enroll_templates.csv": `${short}1,10,img/5.jpg,1,2,30,40\n40,12,img/8.jpg,1,2,30,40\n`,
    "protocols/test1/verif_templates.csv": `${short}41,12,img/7.jpg,1,2,30,40\n`,
    "protocols/test1/match.csv": "ENROLL_TEMPLATE_ID,VERIF_TEMPLATE_ID\n1,41\n40,41\n",
  });
  await prepare(folder);
  const written = contents(join(folder, "out/meta"));
  expect(written["ijbc_face_tid_mid.txt"]).toBe("1.jpg 1 1\n2.jpg 2 2\n3.jpg 30 3\n4.jpg 40 4\n3.jpg 41 3\n");
  expect(written["ijbc_template_pair_label.txt"]).toBe("1 41 0\n40 41 1\n");
  expect(written["ijbc_1N_probe_mixed.csv"]).toBe("TEMPLATE_ID,SUBJECT_ID,FILENAME\n30,10,img/7.jpg\n");
});

test("IJB-B under its own names; sightings that differ from the media are told", async () => {
  const folder = temporaryFolder({
    "protocol/ijbb_1N_gallery_S1.csv": `${heads}1,10,frames/7_01.png,1,1,2,30,40\n1,10,frames/7_02.png,2,1,2,30,40\n`,
    "protocol/ijbb_1N_gallery_S2.csv": `${heads}2,11,img/6.jpg,3,1,2,30,40\n`,
    "protocol/ijbb_1N_probe_mixed.csv": `${heads}30,10,img/7.jpg,4,1,2,30,40\n`,
    "protocol/ijbb_11_S1_S2_matches.csv": "1,30\n",
  });
  const { warnings, sightingsDiffer } = await prepare(folder, { set: "ijbb" });
  expect(sightingsDiffer).toBe(1);
  expect(warnings).toEqual([
    expect.stringMatching(/^templates whose images SIGHTING_ID groups otherwise.* do: 1; media/),
  ]);
  expect(readdirSync(join(folder, "out/meta"))).toEqual([
    ...["crops.csv", "ijbb_1N_gallery_S1.csv", "ijbb_1N_gallery_S2.csv", "ijbb_1N_probe_mixed.csv"],
    ...["ijbb_boxes.csv", "ijbb_face_tid_mid.txt", "ijbb_template_pair_label.txt", "img.list"],
  ]);
  await expect(prepare(temporaryFolder(firstRelease), { out: join(folder, "out") })).rejects.toThrow(
    "ijbb_face_tid_mid.txt: of another set, expected a folder of its own for ijbc",
  );
});

test("a missing file is named, with all that was looked for", async () => {
  const folder = temporaryFolder(firstRelease);
  rmSync(join(folder, "protocols/ijbc_11_G1_G2_matches.csv"));
  const names = Object.keys(firstRelease).map((name) => name.replace("protocols/", ""));
  const tests = "test4/gallery_G1.csv, test4/gallery_G2.csv, test4/probes.csv, test1/enroll_templates.csv, ";
  await expect(prepare(folder)).rejects.toThrow(
    `${join(folder, "protocols")}: no ijbc_11_G1_G2_matches.csv, expected ${names.join(", ")}; or ` +
      `${tests}test1/verif_templates.csv, test1/match.csv; ` +
      `looked in ${folder} and its protocol, protocols, archive, protocols/archive`,
  );
  await expect(prepare(folder, { set: "ijbb" })).rejects.toThrow(
    `${folder}: no ijbb_1N_gallery_S1.csv, ijbb_1N_gallery`,
  );
});

test.each([
  [
    "protocols/ijbc_11_G1_G2_matches.csv",
    "1,30\n1,99\n98,30\n",
    /matches.csv:2: template 99, exp.*\n.*csv:3: template 98/,
  ],
  [
    "protocols/ijbc_1N_probe_mixed.csv",
    `${heads}30,10,img/6.jpg,1,1,1,1,x\n`,
    /mixed.csv:2: FACE_HEIGHT is "x", expected/,
  ],
  ["protocols/ijbc_1N_gallery_G2.csv", "", /gallery_G2.csv: empty, expected heads/],
  ["protocols/ijbc_1N_gallery_G2.csv", `${heads}1,10,img/6.jpg,1,1,1,1,1\n`, /G2.csv:2: template 1 with other images/],
])("a fault in %s leaves what was there before", async (name, text, message) => {
  const folder = temporaryFolder(firstRelease);
  await prepare(folder);
  addFiles(folder, { [name]: text });
  await expect(prepare(folder)).rejects.toThrow(message);
  expect(contents(join(folder, "out/meta"))).toEqual(meta);
});

test("NIST's own lists are not written over, nothing is written into a file or by a stopped run", async () => {
  const files = Object.entries(firstRelease).map(([name, text]) => [name.replace("protocols", "meta"), text]);
  const folder = temporaryFolder(Object.fromEntries(files));
  await expect(prepare(join(folder, "meta"), { out: folder })).rejects.toThrow(
    "ijbc_1N_gallery_G1.csv: is one of the files to read, expected another folder to write into",
  );
  writeFileSync(join(folder, "file"), "");
  const request = { protocol: join(folder, "meta"), out: join(folder, "file") };
  await expect(prepare(request.protocol, request)).rejects.toThrow("file: is a file, expected a folder");
  const stopped = { signal: AbortSignal.abort(new Error("stopped")), out: join(folder, "out") };
  await expect(prepare(join(folder, "meta"), stopped)).rejects.toThrow("stopped");
  expect(readdirSync(folder)).toEqual(["file", "meta"]);
});

test("a target that is a folder: no file gets its name", async () => {
  const folder = temporaryFolder(firstRelease);
  mkdirSync(join(folder, "out/meta/crops.csv"), { recursive: true });
  await expect(prepare(folder)).rejects.toThrow("crops.csv: is a folder, expected a file");
  expect(readdirSync(join(folder, "out/meta"))).toEqual(["crops.csv"]);
});
