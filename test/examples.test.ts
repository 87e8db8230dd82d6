// Every example runs, on data that it draws itself, and says what its first line promises.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

const programs = readdirSync("examples")
  .filter((name) => name.endsWith(".mjs") && name !== "data.mjs")
  .map((name) => name.slice(0, -".mjs".length));

/** What each prints, in any order among its lines. */
const says: Readonly<Record<string, readonly RegExp[]>> = {
  cache: [/^[0-9a-f]{12} magface-tiny plain: 160 x 128$/m, / 0 blocks damaged$/m],
  check: [
    /^10 figures and the scores of \d+ pairs kept$/m,
    /^passed: 0 of \d figures failed, 0 of 2 rules broken$/m,
    /^drawn-lfw verification: accuracy \(exact\) same: paired bootstrap over subjects$/m,
  ],
  compare: [/^drawn-lfw: accuracy \(exact\), magface-tiny less arcface-tiny: -?0(\.\d+)? \S+ (better|worse|open)$/m],
  drawing: [/^roc\.svg, det\.svg, scores\.svg, magnitudes\.svg, roc\.png, .*plots\.json$/m],
  embed: [/^8 x 128 written, 0 images failed$/m, /^read again: 8 x 128, the first is lfw\/\w+/m],
  erc: [/^pauc@fmr=1e-1,to=0\.2 magnitude 0\.\d+$/m, /^magnitude less random: -?[\d.e-]+, 95 % interval /m],
  // By hand: (9,1)(8,2) = 74 / sqrt(82 x 68), (1,9)(2,8) the same, (9,1)(1,9) = 18 / 82, (1,9)(-7,1) = 2 / sqrt(82 x 50),
  // (-7,1)(-6,3) = 45 / sqrt(50 x 45).
  evaluate: [/^cosines 0\.991 0\.991 0\.220 0\.031 0\.949$/m, /^auc 1 eer 0 tar at far 0\.5/m],
  inspect: [/^ONNX model$/m, /^ {2}output: embedding: float32 batch x 128$/m, /^ {2}images found: 160 of 160$/m],
  magnitude: [/^images 160 $/m, /^magnitude-cosine-spearman 0\.\d+ 95 % interval/m],
  protocols: [/^CFP-FP: 7000 pairs/m, /^IJB-C: 23124 templates, 15658489 pairs$/m],
  quality: [/^lfw\/\S+_0001\.jpg magnitude \d+\.\d\d unified \d+\.00 piqe -\d+\.\d\d$/m],
  report: [/^\d results, \d plots, \d{6,} bytes in \S+report\.html$/m],
  results: [
    /^verification on drawn-lfw by magface-tiny: \d+ figures$/m,
    /^the genuine pair least alike: \S+ and \S+, /m,
  ],
  suite: [
    /^verification: (to run|up to date), erc: /m,
    /^erc\/lfw\/magface-tiny: up to date$/m,
    /^verification: accuracy 0\.\d+$/m,
  ],
  synth: [/^6 images in /m, /,1,blur,0\.5,/],
  templates: [/^tar@far=1e-2 norm kept {2}0\.\d+$/m, /^rank-1 norm removed mean 0\.\d+$/m],
  "verify-features": [/^accuracy \(exact\): 0\.\d+$/m, /^tar@far=1e-1 \(exact\): 0\.\d+$/m],
  "verify-model": [/^accuracy 0\.\d+, 95 % interval 0\.\d+ to 0\.\d+$/m, /^results in \S+drawn-lfw\/magface-tiny$/m],
};

let out = "";
beforeAll(() => {
  out = mkdtempSync(join(tmpdir(), "examples-"));
  vi.stubEnv("EXAMPLES_OUT", out);
});
afterAll(() => rmSync(out, { recursive: true, force: true }));

/** Runs an example in this process, so that all share what is drawn and loaded. @returns what it printed */
async function runExample(name: string): Promise<string> {
  const lines: string[] = [];
  const log = vi.spyOn(console, "log").mockImplementation((...words: unknown[]) => void lines.push(words.join(" ")));
  const warn = vi
    .spyOn(console, "warn")
    .mockImplementation((text: unknown) => void lines.push(`warned: ${String(text)}`));
  try {
    await import(new URL(`../examples/${name}.mjs`, import.meta.url).href);
  } finally {
    log.mockRestore();
    warn.mockRestore();
  }
  return lines.join("\n");
}

describe("examples", () => {
  it("are all known here", () => expect(programs).toEqual(Object.keys(says).sort()));

  // verify-model first: others import it, and a module runs once.
  it.each(["verify-model", ...programs.filter((name) => name !== "verify-model")])("%s", async (name) => {
    const said = await runExample(name);
    for (const line of says[name]) expect(said).toMatch(line);
    expect(said.match(/^warned: .*/gm) ?? []).toEqual(
      name === "templates" ? [expect.stringContaining("not the whole of IJB-B")] : [],
    );
  });

  it("two ways to one figure agree: from the model, and from the features it wrote", async () => {
    const { findResults, runVerification, quietIo } = await import("../src/index.js");
    const [{ result }] = await findResults([join(out, "results/drawn-lfw/magface-tiny")]);
    const features = { features: join(out, "feat.list") };
    const again = await runVerification(
      { protocol: join(out, "lfw/protocol.json"), source: features, features: features.features, out: null, seed: 1 },
      quietIo(),
    );
    const exact = ({ name, convention }: { name: string; convention: string }) =>
      `${name} ${convention}` === "accuracy exact";
    expect(again.measured.figures.find(exact)?.value).toBe(result.figures.find(exact)?.value);
  });

  it("are listed in their README, each with its first line's task", () => {
    const page = readFileSync("examples/README.md", "utf8");
    for (const name of programs) expect(page).toContain(`[${name}.mjs](${name}.mjs)`);
  });

  it("begin with a line that says what they do", () => {
    for (const name of programs) expect(readFileSync(`examples/${name}.mjs`, "utf8")).toMatch(/^\/\/ \S.{30,}\n/);
  });
});
