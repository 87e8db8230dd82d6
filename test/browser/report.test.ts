// The page as a reader has it: opened from the disk in a browser. Needs Chromium or Chrome; where none is, nothing is tested
// here and the line says so. `npm run test:browser` fails where there is none.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run, workFolder } from "../cli/command.js";
import { everyTask, verification } from "../cli/report-results.js";
import { pictureNames, soundPictures } from "../cli/user-files.js";
import { chromiumPath, openBrowser } from "./browser.js";
import { faintTexts } from "./contrast.js";

const evil = `</script><script>document.title = "taken"</script><img src=x onerror="document.title = 'taken'">`;
const files = {
  ...everyTask,
  ...verification("results/small/evil", "EVIL", 0.96, 0.87, 0.37),
  ...Object.fromEntries(pictureNames.map((name) => [`data/${name}`, soundPictures[`faces/${name}`]])),
};
const renamed = Object.fromEntries(
  Object.entries(files).map(([path, text]) => [
    path,
    path.startsWith("results/small/evil/") ? String(text).replaceAll("EVIL", JSON.stringify(evil).slice(1, -1)) : text,
  ]),
);

const needed = process.env.TEST_BROWSER === "1";

describe.skipIf(chromiumPath === null && !needed)(
  chromiumPath === null
    ? "no Chromium found: set CHROMIUM_PATH to test the page in a browser"
    : "the page in a browser",
  () => {
    let browser: Browser;
    let address = "";
    /** In the light, 1280 pixels wide. */
    let page: Page;
    const pages: Page[] = [];
    /** What went wrong in any page. */
    const faults: string[] = [];

    beforeAll(async () => {
      const cwd = workFolder(renamed);
      const { code, err } = await run("report results --data small=data --worst 2", { cwd });
      expect(code, err).toBe(0);
      address = `file://${join(cwd, "report.html")}`;
      browser = await openBrowser();
      page = await open();
    });
    afterAll(() => browser?.close());

    async function open(options: BrowserContextOptions = {}): Promise<Page> {
      const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
      pages.push(page);
      page.on("console", (message) => faults.push(`${message.type()}: ${message.text()}`));
      page.on("pageerror", (error) => faults.push(error.message));
      page.on("request", (request) => {
        if (request.url() !== address && !request.url().startsWith("data:")) faults.push(`asked for ${request.url()}`);
      });
      await page.goto(address);
      await page.waitForFunction(() => document.documentElement.dataset.drawn !== undefined);
      return page;
    }

    it("draws every plot, with marks and words for those who can't see it", async () => {
      const plots = await page.locator(".plot").all();
      // Three models: ROC, DET, scores and magnitudes each; one ERC; ROC, DET, scores, CMC, open-set; two; one.
      expect(plots).toHaveLength(2 + 3 * 2 + 1 + 5 + 2 + 1);
      for (const plot of plots) {
        expect(await plot.locator("svg.marks .role-mark path").count()).toBeGreaterThan(0);
        const label = await plot.locator("[role='graphics-document']").getAttribute("aria-label");
        expect(label).toMatch(/\w{3}/);
      }
      expect(await page.title()).toBe("Face recognition: results");
      const broken = await page
        .locator("img")
        .evaluateAll(
          (all) =>
            (all as HTMLImageElement[]).filter(({ complete, naturalWidth }) => !complete || naturalWidth === 0).length,
        );
      expect(broken).toBe(0);
    });

    it("sorts by a click and by keys: numbers down, then up, what has none last, words from the first", async () => {
      const table = page.locator("#small table.summary");
      const names = () => table.locator("tbody th").allTextContents();
      const head = table.locator("thead tr").nth(1).locator("th");
      const sort = async (at: number): Promise<[string | null, string[]]> => {
        await head.nth(at).locator("button").click();
        return [await head.nth(at).getAttribute("aria-sort"), await names()];
      };
      expect(await sort(1)).toEqual(["descending", ["two", evil, "one"]]);
      expect(await sort(1)).toEqual(["ascending", ["one", evil, "two"]]);
      expect(await sort(2)).toEqual(["descending", ["one", evil, "two"]]);
      expect(await head.nth(1).getAttribute("aria-sort")).toBe("none");
      await head.nth(0).locator("button").focus();
      await page.keyboard.press("Enter");
      expect(await names()).toEqual([evil, "one", "two"]);
    });

    it("hides a model in all plots of its protocol, by a click on the legend and by the space bar", async () => {
      const plot = (name: string) =>
        page.locator("#small .plot-card").filter({ has: page.locator(`h4:text-is("${name}")`) });
      const lines = (name: string) => plot(name).locator("svg.marks .mark-line path[stroke]:not([d=''])").count();
      expect([await lines("ROC"), await lines("DET")]).toEqual([3, 3]);
      await plot("ROC").locator("label").filter({ hasText: /^one$/ }).click();
      await expect.poll(() => lines("ROC")).toBe(2);
      await expect.poll(() => lines("DET")).toBe(2);
      await plot("DET").locator("input").nth(2).focus();
      await page.keyboard.press("Space");
      await expect.poll(() => lines("ROC")).toBe(1);
      await plot("ROC").locator("label").filter({ hasText: /^one$/ }).click();
      await expect.poll(() => lines("DET")).toBe(2);
    });

    it("tells of the point nearest to the pointer: threshold, rates and counts", async () => {
      const marks = page.locator("#small .plot svg.marks").first();
      await marks.scrollIntoViewIfNeeded();
      const box = (await marks.boundingBox())!;
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 3);
      const words = await page.locator("#vg-tooltip-element.visible").innerText();
      for (const name of ["Model", "Threshold", "FAR", "TAR", "Genuine accepted", "Impostors accepted"])
        expect(words).toContain(name);
    });

    it("has the numbers behind a plot as a table, and how a figure came about, which Escape closes", async () => {
      const card = page.locator("#small .plot-card").first();
      await card.locator("details.numbers summary").click();
      expect(await card.locator("details.numbers th").allTextContents()).toEqual([
        ...["Model", "Threshold", "FAR", "TAR", "Genuine accepted", "Impostors accepted"],
      ]);
      expect(await card.locator("details.numbers tbody tr").count()).toBeGreaterThan(30);
      await page.locator("#small button.figure").first().focus();
      await page.keyboard.press("Enter");
      const dialog = page.locator("dialog[open]");
      expect(await dialog.innerText()).toMatch(/Value\s+0\.96[\s\S]*wilson[\s\S]*protocol digest\s+sha256:abab/);
      await page.keyboard.press("Escape");
      expect(await dialog.count()).toBe(0);
    });

    it("is light or dark as the system has it or the reader wants it, and plots follow", async () => {
      const dim = await open({ colorScheme: "dark" });
      const colours = () =>
        dim.evaluate(() => [
          getComputedStyle(document.body).backgroundColor,
          getComputedStyle(document.querySelector("svg.marks text")!).fill,
        ]);
      const dark = ["rgb(15, 18, 23)", "rgb(216, 220, 227)"];
      const light = ["rgb(244, 245, 248)", "rgb(34, 34, 34)"];
      expect(await colours()).toEqual(dark);
      await dim.locator(".theme label", { hasText: "light" }).click();
      expect(await colours()).toEqual(light);
      await dim.keyboard.press("ArrowRight");
      expect(await colours()).toEqual(dark);
      await dim.emulateMedia({ media: "print" });
      expect((await colours())[1]).toBe(light[1]);
      expect(
        await dim
          .locator("nav, .theme, .vega-embed details, .numbers")
          .evaluateAll((all) => all.filter((each) => each.checkVisibility()).length),
      ).toBe(0);
    });

    it("has texts that stand out by 4.5 to 1, in the light and in the dark", async () => {
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        await page.locator("#small button.figure").first().click();
        expect(await page.evaluate(faintTexts, 4.5)).toEqual([]);
        await page.keyboard.press("Escape");
      }
      await page.emulateMedia({ colorScheme: "light" });
    });

    it("has everything that can be used within reach of the keyboard, and a name for it", async () => {
      const wanted = await page.evaluate(() => {
        const all = [...document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")];
        const seen = all.filter((each) => each.checkVisibility());
        const groups = new Set(seen.map((each) => (each as HTMLInputElement).name).filter((name) => name === "theme"));
        return seen.filter((each) => (each as HTMLInputElement).name !== "theme").length + groups.size;
      });
      const reached = new Set<string>();
      const nameless: string[] = [];
      for (let at = 0; at < wanted + 5; at++) {
        await page.keyboard.press("Tab");
        const [id, name] = await page.evaluate(() => {
          const element = document.activeElement as HTMLElement;
          const label = (element as HTMLInputElement).labels?.[0]?.textContent ?? "";
          const path = [...document.querySelectorAll("*")].indexOf(element);
          return [
            String(path),
            element.getAttribute("aria-label") ?? (element.textContent!.trim() || label || element.title),
          ];
        });
        if (reached.has(id)) break;
        reached.add(id);
        if (name === "") nameless.push(id);
      }
      expect(nameless).toEqual([]);
      // The page's own body has a turn too.
      expect(reached.size).toBeGreaterThanOrEqual(wanted);
    });

    it("can be read at 360 and at 1600 pixels without moving it sideways", async () => {
      for (const width of [1600, 360]) {
        await page.setViewportSize({ width, height: 800 });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      }
    });

    it("does all this without a fault or a request, and what models are called is never run", async () => {
      expect(faults).toEqual([]);
      for (const page of pages) expect(await page.title()).not.toBe("taken");
      expect(readFileSync(address.slice("file://".length), "utf8")).toContain("taken");
    });
  },
);
