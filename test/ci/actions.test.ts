// The composite action and the GitLab job, run step by step as their systems would, with stand-ins for npm and the path.
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { figuresOf, folderOf, usual } from "../cli/check-inputs.js";
import { addFiles, run, workFolder } from "../cli/command.js";
import { smallCard, soundPictures } from "../cli/user-files.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string) => parse(readFileSync(join(root, path), "utf8"));

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly shell: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly run: string;
}

const action = read("action.yml") as {
  inputs: Record<string, { description: string; default: string }>;
  outputs: Record<string, { value: string }>;
  runs: { using: string; steps: Step[] };
};

/** A folder to work in whose `bin/` holds an npm that only notes what it was asked. */
function workplace(files: Parameters<typeof workFolder>[0]): string {
  const cwd = workFolder({
    ...files,
    "bin/npm": `#!/bin/sh\necho "$PWD: npm $@" >> "$NOTES"\n`,
    "output.txt": "",
    "path.txt": "",
  });
  chmodSync(join(cwd, "bin/npm"), 0o755);
  return cwd;
}

const environment = (cwd: string, path: readonly string[]) => ({
  ...process.env,
  ...{
    GITHUB_ACTIONS: "true",
    GITHUB_ACTION_PATH: root.replace(/\/$/, ""),
    RUNNER_TEMP: join(cwd, "temp"),
    NOTES: join(cwd, "notes.txt"),
  },
  ...{
    GITHUB_OUTPUT: join(cwd, "output.txt"),
    GITHUB_PATH: join(cwd, "path.txt"),
    GITHUB_STEP_SUMMARY: join(cwd, "summary.md"),
  },
  PATH: [...path, join(cwd, "bin"), process.env.PATH].join(delimiter),
});

/** What the runner puts in place of ${{ }}. */
const filled = (text: string, inputs: Readonly<Record<string, string>>): string =>
  text.replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, name: string) => inputs[name]);

/** `inputs.x == 'y'` and `inputs.x != 'y'`. */
function applies(condition: string | undefined, inputs: Readonly<Record<string, string>>): boolean {
  if (condition === undefined) return true;
  const [, name, sign, value] = /^inputs\.([\w-]+) (==|!=) '(.*)'$/.exec(condition)!;
  return (inputs[name] === value) === (sign === "==");
}

/** Runs the action's steps up to the first that fails, as the runner does. */
function runAction(cwd: string, given: Readonly<Record<string, string>>) {
  const inputs = Object.fromEntries(
    Object.entries(action.inputs).map(([name, { default: usual }]) => [name, given[name] ?? usual]),
  );
  let outcome = { status: 0 as number | null, stdout: "", stderr: "" };
  for (const step of action.runs.steps) {
    if (outcome.status !== 0 || !applies(step.if, inputs)) continue;
    expect(step.shell).toBe("bash");
    expect(step.run).not.toContain("${{"); // What a caller gives must reach bash as a variable, not as code.
    const path = readFileSync(join(cwd, "path.txt"), "utf8").split("\n").filter(Boolean);
    const env = Object.fromEntries(
      Object.entries(step.env ?? {}).map(([name, value]) => [name, filled(value, inputs)]),
    );
    outcome = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", step.run], {
      ...{ cwd, encoding: "utf8", env: { ...environment(cwd, path), ...env } },
    });
  }
  const lines = readFileSync(join(cwd, "output.txt"), "utf8").split("\n").filter(Boolean);
  return { ...outcome, outputs: Object.fromEntries(lines.map((line) => line.split("="))) as Record<string, string> };
}

const old = folderOf("old/lfw", usual);
const worse = folderOf(
  "worse/lfw",
  figuresOf({ accuracy: 0.5, "accuracy/magface": 0.5, eer: 0.1, "threshold@far=1e-1": 0.3, "tar@far=1e-4": 0.5 }),
);

async function withBaseline(): Promise<string> {
  const cwd = workplace({ ...old, ...worse });
  expect((await run("check old --baseline baseline.json --update-baseline", { cwd })).code).toBe(0);
  return cwd;
}

describe("the GitHub Action", () => {
  it("is composite, and every input and output says what it is", () => {
    expect(action.runs.using).toBe("composite");
    for (const input of Object.values(action.inputs))
      expect(input).toMatchObject({ description: expect.any(String), default: expect.any(String) });
    expect(action.outputs.verdict.value).toBe("${{ steps.check.outputs.verdict }}");
    expect(action.runs.steps.at(-1)?.id).toBe("check");
  });

  it("installs, checks, and passes", async () => {
    const cwd = await withBaseline();
    const { status, stdout, outputs } = runAction(cwd, {
      results: "old",
      rules: "accuracy >= 0.8\neer < 0.2\n",
      junit: "j.xml",
    });
    expect({ status, outputs }).toEqual({ status: 0, outputs: { verdict: "passed", "exit-code": "0" } });
    expect(stdout).toContain("passed: 0 of 2 figures failed, 0 of 2 rules broken");
    expect(readFileSync(join(cwd, "notes.txt"), "utf8").split("\n").slice(0, 2)).toEqual([
      `${root.replace(/\/$/, "")}: npm ci --silent`,
      `${root.replace(/\/$/, "")}: npm run --silent build`,
    ]);
    expect(readFileSync(join(cwd, "summary.md"), "utf8")).toContain("### magface-eval check: passed");
    expect(existsSync(join(cwd, "j.xml"))).toBe(true);
  });

  it("fails with a model that is worse, says where, and tells those who could not be judged apart", async () => {
    const cwd = await withBaseline();
    const regression = runAction(cwd, { results: "worse" });
    expect(regression).toMatchObject({ status: 1, outputs: { verdict: "regression", "exit-code": "1" } });
    expect(regression.stderr).toContain("::error title=lfw verification%3A accuracy worse::");
    expect(readFileSync(join(cwd, "summary.md"), "utf8")).toContain("### magface-eval check: regression");
    const unknown = runAction(cwd, { results: "nothing here" });
    expect(unknown).toMatchObject({ status: 2, outputs: { verdict: "could not judge", "exit-code": "2" } });
  });

  it("runs what makes the results first, and stops where that fails", async () => {
    const cwd = await withBaseline();
    expect(runAction(cwd, { results: "new", "model-command": "cp -r old new && magface-eval --version" }).status).toBe(
      0,
    );
    const failed = runAction(await withBaseline(), { results: "old", "model-command": "false | cat; true" });
    expect(failed.status).not.toBe(0);
    expect(failed.outputs).toEqual({});
  });

  it("takes inputs as words, never as code", async () => {
    const cwd = await withBaseline();
    const { status } = runAction(cwd, {
      results: "old",
      rules: "accuracy > 0 $(touch broken) `touch broken`",
      baseline: "$(touch broken)",
    });
    expect(status).toBe(2);
    expect(existsSync(join(cwd, "broken"))).toBe(false);
  });
});

it("the GitLab job measures, checks, and leaves what it says it leaves", async () => {
  const job = read("docs/ci/gitlab-ci.yml")["magface-eval"];
  const cwd = workplace({
    ...soundPictures,
    "model.onnx": soundPictures["m.onnx"],
    "model.card.json": JSON.stringify(smallCard),
  });
  addFiles(cwd, { "bin/magface-eval": `#!/bin/sh\nexec "${process.execPath}" "${root}/bin/magface-eval.js" "$@"\n` });
  chmodSync(join(cwd, "bin/magface-eval"), 0o755);
  const shell = (lines: readonly string[]) =>
    spawnSync("bash", ["-eo", "pipefail", "-c", lines.join("\n")], {
      ...{
        cwd,
        encoding: "utf8",
        env: { ...environment(cwd, []), ...job.variables, XDG_CACHE_HOME: join(cwd, "cache") },
      },
    });
  // The same model by the line that the job runs; in this process, where the plots are drawn sooner.
  const words = (job.script as string[])[0].replace(/\$(\w+)/g, (_, name: string) => job.variables[name]);
  const place = { cwd, env: { XDG_CACHE_HOME: join(cwd, "cache") } };
  expect((await run(words.replace("magface-eval ", "").replaceAll('"', ""), place)).code).toBe(0);
  expect((await run("check results --baseline baseline.json --update-baseline", place)).code).toBe(0);
  expect(shell([...job.before_script, ...job.script]).status).toBe(0);
  expect(readFileSync(join(cwd, "notes.txt"), "utf8")).toContain("npm install --global magface-eval");
  for (const path of [...job.artifacts.paths, job.artifacts.reports.junit])
    expect(existsSync(join(cwd, path))).toBe(true);
});
