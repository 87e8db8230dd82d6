import { describe, expect, it } from "vitest";
import { filesBelow, run, workFolder } from "./command.js";
import { wrongChecks } from "./wrong-checks.js";
import { wrongComparisons } from "./wrong-comparisons.js";
import { wrongErc } from "./wrong-erc.js";
import { wrongFeatures } from "./wrong-features.js";
import { wrongLists } from "./wrong-lists.js";
import { wrongMagnitudes } from "./wrong-magnitudes.js";
import { wrongModelInputs } from "./wrong-models.js";
import { wrongPictureInputs } from "./wrong-pictures.js";
import { wrongPlaces } from "./wrong-places.js";
import { wrongQualities } from "./wrong-qualities.js";
import { wrongReports } from "./wrong-reports.js";
import { wrongRequests } from "./wrong-requests.js";
import { wrongSuites } from "./wrong-suites.js";
import { wrongTemplates } from "./wrong-templates.js";

const all = [
  ...wrongRequests,
  ...wrongLists,
  ...wrongFeatures,
  ...wrongModelInputs,
  ...wrongPictureInputs,
  ...wrongPlaces,
  ...wrongTemplates,
  ...wrongQualities,
  ...wrongMagnitudes,
  ...wrongErc,
  ...wrongReports,
  ...wrongComparisons,
  ...wrongSuites,
  ...wrongChecks,
];

describe("wrong input as a new user makes it: one clear line, exit code 2, no stack, nothing half-written", () => {
  it("is of at least sixty kinds, each another", () => {
    expect(new Set(all.map(({ what }) => what)).size).toBe(all.length);
    expect(all.length).toBeGreaterThanOrEqual(60);
  });

  it.each(all.map((wrong) => [wrong.what, wrong] as const))(
    "%s",
    async (_, { files = {}, line, env, says, faults }) => {
      const cwd = workFolder(files);
      const before = filesBelow(cwd);
      const { code, out, err } = await run(line, { cwd, env: { XDG_CACHE_HOME: `${cwd}/.cache`, ...env } });
      expect({ code, out }).toEqual({ code: 2, out: "" });
      // What comes before may be notes and warnings.
      const told = err.slice(err.indexOf("magface-eval: ")).trimEnd();
      for (const part of says) expect(told).toContain(part);
      expect(told.split("\n")).toHaveLength(faults ?? 1);
      expect(told).not.toMatch(/ at \S+:\d+:\d+|a fault of the program/);
      const after = [...filesBelow(cwd)].filter(([path]) => !path.startsWith(".cache/"));
      expect(after).toEqual([...before]);
    },
  );
});
