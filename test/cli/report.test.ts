// `report`: one page that holds all it shows. What a browser makes of it is in test/browser/.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadProtocol } from "../../src/protocol/protocol.js";
import { printResult } from "../../src/report/json.js";
import { filesBelow, run, workFolder, type Files } from "./command.js";
import { everyTask, rates, resultOf, verification } from "./report-results.js";
import { pictureNames, soundFeatures, soundPictures } from "./user-files.js";

async function pageOf(files: Files, words = "results"): Promise<string> {
  const cwd = workFolder(files);
  const { code, out, err } = await run(`report ${words}`, { cwd });
  expect({ code, out }, err).toEqual({ code: 0, out: "" });
  expect(err).toMatch(
    /^report\.html: \d+ results, \d+ plots, \d+ pictures; [\d.]+ [kM]B, of which the plotter [\d.]+ kB\n/,
  );
  return readFileSync(join(cwd, "report.html"), "utf8");
}

/** The page without its scripts and its licences. */
const marksOf = (page: string): string =>
  page.replace(/<script[^>]*>[\s\S]*?<\/script>/g, "").replace(/<!--[\s\S]*?-->/g, "");

/** Rows of the summary under a caption, as their cells' texts. */
function summary(page: string, caption: string): string[][] {
  const table = marksOf(page).split(`<caption>${caption}`)[1].split("</table>")[0];
  return [...table.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, row]) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell]) =>
      cell
        .replace(/<[^>]+>/g, " ")
        .replace(/ +/g, " ")
        .trim(),
    ),
  );
}

const page = await pageOf(everyTask);

describe("the page", () => {
  it("has a part a protocol and task, headings in order, and each place once", () => {
    const titles = [...page.matchAll(/<h2 id="[^"]*-title">(.+?)<\/h2>/g)].map(([, title]) => title);
    expect(titles).toEqual([...["Qualities of images", "Magnitudes", "sets", "small", "small: error versus reject"]]);
    const levels = [
      ...marksOf(page)
        .split("<dialog")[0]
        .matchAll(/<h(\d)/g),
    ].map(([, level]) => Number(level));
    levels.forEach((level, at) => expect(level - (levels[at - 1] ?? 0)).toBeLessThanOrEqual(1));
    const ids = [...marksOf(page).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(page).toMatch(/^<!doctype html><html lang="en">/);
  });

  it("has models as rows, figures as columns, intervals, and the best marked", () => {
    const rows = summary(page, "small (flip none)");
    expect(rows[0]).toEqual(["", "convention exact", "convention magface"]);
    expect(rows[1]).toEqual(["Model", "accuracy", "EER", "TAR@FAR=1e-1", "TAR@FAR=1e-4", "accuracy"]);
    expect(rows.slice(2)).toEqual([
      ["one", "95.00 % 94.00 to 96.00", "5.00 %", "90.00 % (best of its column)", "-", "94.90 %"],
      [
        ...["two", "97.00 % (best of its column) 96.00 to 98.00", "3.00 % (best of its column)", "85.00 %", "-"],
        "96.90 % (best of its column)",
      ],
    ]);
  });

  it("marks no quality that knows the answer", () => {
    const rows = summary(page, "small: error versus reject, FNMR at FMR 1e-2");
    expect(rows[1]).toEqual(["Model", "quality", "0 % set aside", "5 % set aside", "20 % set aside"]);
    expect(rows.slice(2).map((row) => row.map((text) => text.includes("best")))).toEqual([
      [false, false, true, true, true],
      [false, false, false, false, false],
      [false, false, false, false, false],
    ]);
  });

  it("asks nobody for anything: no address outside itself, and only its own scripts may run", () => {
    expect(marksOf(page)).not.toMatch(/(src|href|srcset|action|data|poster)="(?!#|data:image\/webp;base64,)/);
    expect(marksOf(page)).not.toMatch(/@import|url\(/);
    const [, printed] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page)!;
    const policy = printed.replaceAll("&#x27;", "'");
    expect(policy).toMatch(/^default-src 'none';/);
    const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, code]) => code);
    const sources = scripts.map((code) => `'sha256-${createHash("sha256").update(code).digest("base64")}'`);
    expect(/script-src ([^;]+)/.exec(policy)![1].split(" ")).toEqual(sources);
    expect(page).not.toMatch(/ on[a-z]+="/);
  });

  it("is the same bytes again, holds no path of the machine and no vega-lite, and its size is told", async () => {
    const again = await pageOf(everyTask);
    expect(again === page).toBe(true);
    expect(page.includes(tmpdir())).toBe(false);
    expect(Buffer.byteLength(page)).toBeLessThan(1_200_000);
    expect(page).toContain("University of Washington Interactive Data Lab");
  });

  it("says of a figure how it came about", () => {
    const data = JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page)![1]) as {
      sections: { name: string; provenance: [string, string][]; figures: Record<string, [string, string][]> }[][];
    };
    const [, , , [one]] = data.sections;
    expect(one.name).toBe("one");
    expect(Object.fromEntries(one.figures["0"])).toMatchObject({
      ...{ Figure: "accuracy", Value: "0.95", "95 % interval": "0.94 to 0.96", "Interval by": "wilson" },
      Convention: expect.stringMatching(/^exact: /) as string,
    });
    expect(Object.fromEntries(one.figures["4"])).toMatchObject({
      ...{ Value: "undefined", Reason: "needs 10,000 impostors, has 600" },
    });
    expect(Object.fromEntries(one.provenance)).toMatchObject({ preset: "magface", provider: "cpu", seed: "7" });
  });
});

describe("hostile names", () => {
  const evil = `</script><script>alert(1)</script><img src=x onerror="alert(2)">'"&`;
  it("are text, wherever they stand", async () => {
    const files = verification("results/a", evil, 0.9, 0.8);
    const result = printResult(resultOf(evil, rates(0.9, 0.8), { protocol: { name: evil, digest: evil } }));
    const pairs = String(files["results/a/pairs.csv"]).replaceAll("0.ppm", `"${evil.replaceAll('"', '""')}"`);
    const text = await pageOf({ ...files, "results/a/result.json": result, "results/a/pairs.csv": pairs });
    const [marks, scripts] = text.split('<script type="application/json"');
    // Inside the quotes of an attribute a bracket is a letter.
    const bare = marks.replace(/="[^"]*"/g, "");
    expect(bare.includes("<script")).toBe(false);
    expect(bare.includes("<img src=x")).toBe(false);
    expect(bare.includes("&#x3C;img src=x onerror")).toBe(true);
    expect([...scripts.matchAll(/<\/script>/g)]).toHaveLength(3);
    JSON.parse(/id="data">(.*?)<\/script>/s.exec(text)![1]);
  });
});

describe("faces", () => {
  const pictures = Object.fromEntries(pictureNames.map((name) => [`data/${name}`, soundPictures[`faces/${name}`]]));
  const images = (text: string) =>
    [...text.matchAll(/<img src="data:image\/webp;base64,([^"]+)"/g)].map(([, code]) => code);

  it("of the worst pairs and the lowest qualities are shown where their pictures are named", async () => {
    const words = "results --worst 2 --data small=data near=data faces=data";
    const text = await pageOf({ ...everyTask, ...pictures }, words);
    // Two models with two genuine pairs, two impostor pairs and two faces; two of the study, two of the qualities.
    expect(images(text)).toHaveLength(2 * (4 + 4 + 2) + 2 + 2);
    for (const code of images(text)) expect(Buffer.from(code, "base64").toString("latin1", 8, 12)).toBe("WEBP");
    const first = text.split("Genuine pairs with the lowest scores")[1].split("<li")[1];
    expect(first).toContain(`title="1.ppm\n2.ppm"`);
    expect(first).toContain("<b>0.1</b> score");
    const highest = text.split("Impostor pairs with the highest scores")[1].split("<li")[1];
    expect(highest).toContain(`title="6.ppm\n7.ppm"`);
  });

  it("are named, not shown, where nobody says where they are", () => {
    expect(images(page)).toEqual([]);
    expect(page).toContain("1.ppm / 2.ppm");
  });

  it("are neither with --no-images, unless names are asked for", async () => {
    const text = await pageOf(everyTask, "results/small results/magnitude --no-images");
    expect(text).not.toContain(".ppm");
    expect(text).toContain('title="pair 2"');
    expect(await pageOf(everyTask, "results/small/one --no-images --image-names")).toContain("1.ppm / 2.ppm");
  });

  it("that can't be read leave a place", async () => {
    const text = await pageOf(
      { ...everyTask, ...pictures, "data/1.ppm": "no picture" },
      "results --worst 1 --data small=data",
    );
    expect(text.split("Genuine pairs with the lowest scores")[1].split("</li>")[0]).toContain("no picture</span>");
  });
});

describe("published figures", () => {
  const lfw = async (listed: number, digest?: string): Promise<string> => {
    const protocol = await loadProtocol("lfw");
    const result = resultOf("mine", rates(0.9, 0.8), { protocol: { name: "lfw", digest: digest ?? protocol.digest } });
    const counted = { ...result, provenance: { ...result.provenance, pairs: { listed } } };
    return pageOf({ "results/lfw/mine/result.json": printResult(counted) });
  };

  it("stand below ours with their source where the whole of the built-in protocol was asked", async () => {
    const text = await lfw(6000);
    const rows = summary(text, "LFW (flip none)");
    expect(rows[3].slice(0, 2)).toEqual(["MagFace R100, MS1MV2 1", "99.83 %"]);
    expect(rows[3].slice(2)).toEqual(["", "", "", ""]);
    expect(text).toMatch(/<li>MagFace R100, MS1MV2, published: MagFace paper \(CVPR 2021\) Table 1[^<]*\(reprinted\)/);
  });

  it("are left out of a part of it, and of another protocol of the name", async () => {
    expect(await lfw(5999)).not.toContain("MS1MV2");
    expect(await lfw(6000, "sha256:00")).not.toContain("MS1MV2");
  });
});

it("--paper writes a table a protocol with all models and plots with all curves", async () => {
  const cwd = workFolder(everyTask);
  expect((await run("report results/small results/sets --paper paper -o page.html --quiet", { cwd })).code).toBe(0);
  const files = filesBelow(join(cwd, "paper"));
  expect([...files.keys()]).toEqual(
    expect.arrayContaining([
      ...["small/table.tex", "small/roc.svg", "small/roc.png", "small/det.svg", "small/one/scores.svg"],
      ...["small/two/scores.svg", "small-error-versus-reject/one/erc-1e-2.svg", "sets/cmc.svg", "sets/open-set.svg"],
    ]),
  );
  expect(files.get("small/table.tex")!.toString()).toContain(
    "two & \\textbf{97.00 \\%} & \\textbf{3.00 \\%} & 85.00 \\%",
  );
  // Both models' curves in one plot, told in its legend.
  expect(files.get("small/roc.svg")!.toString()).toMatch(/>one<[\s\S]*>two</);
  expect(filesBelow(cwd).has("page.html")).toBe(true);
});

it("what a run wrote becomes a page", async () => {
  const cwd = workFolder(soundFeatures);
  await run("verify pairs.txt --features feat.list --quiet", { cwd });
  // Named twice it counts once.
  expect((await run("report results/pairs results/pairs/feat", { cwd })).err).toMatch(/^report.html: 1 results, /);
});
