// A browser that is on the machine: none comes with the packages.
import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

const places = [
  ...["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable"],
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The program of Chromium or Chrome; null where there is none. */
export const chromiumPath: string | null = process.env.CHROMIUM_PATH ?? places.find((path) => existsSync(path)) ?? null;

/** What keeps it from asking its maker for anything, and lets it run as root in a container. */
const quiet = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: chromiumPath!, args: quiet });
