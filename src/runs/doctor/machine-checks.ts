import { fileURLToPath } from "node:url";
import { readJson } from "../../host/json.js";
import { describeMachine } from "../../host/machine.js";
import { coreCount } from "../../host/pool.js";
import type { Check } from "../../report/checkup.js";
import { printBytes } from "../../report/grid.js";
import { check, fail, none, ok, warn, type Aside, type Said } from "./check.js";
import type { PictureAnswer } from "./picture-worker.js";

const group = "machine";
const packagePath = fileURLToPath(new URL("../../../package.json", import.meta.url));
/** Less than this is short for a large network with its pictures. */
const littleMemory = 2e9;

/** Node, processor, memory, threads. */
export const machineChecks = (aside: Aside): Promise<Check>[] => [
  check(group, "Node", () => {
    const { engines } = readJson(packagePath) as { engines: { node: string } };
    return judgeNode(describeMachine().node, engines.node);
  }),
  check(group, "processor", () => {
    const { system, processor } = describeMachine();
    return ok(`${system}, ${coreCount()} cores${processor === "" ? "" : `, ${processor}`}`);
  }),
  check(group, "memory", () => judgeMemory(describeMachine())),
  check(group, "threads", async () => {
    const threads = coreCount();
    const outcome = await aside<{ threads: number }, number>("threads", { threads });
    if ("fault" in outcome) return fail(`threads don't start: ${outcome.fault}`);
    const { answer } = outcome;
    return answer === threads ? ok(`${threads} started and decoded pictures`) : fail(`${answer} of ${threads} work`);
  }),
];

/** @param wanted as in package.json: ">=20.15" */
export function judgeNode(found: string, wanted: string): Said {
  const parts = (version: string) => version.split(".").map(Number);
  const least = wanted.replace(/^>=\s*/, "");
  const [[major, minor], [leastMajor, leastMinor]] = [parts(found), parts(least)];
  const enough = major > leastMajor || (major === leastMajor && minor >= leastMinor);
  const says = `${found}, ${least} or newer is needed`;
  return enough ? ok(says) : fail(says, `install Node ${leastMajor} or newer (nodejs.org)`);
}

export function judgeMemory({ memory, free }: { memory: number; free: number }): Said {
  const says = `${printBytes(memory)}, ${printBytes(free)} free`;
  return free >= littleMemory ? ok(says) : warn(says, "end other programs, or keep runs small: --threads 1 --batch 1");
}

/** One check a form of pictures, and the plotter. */
export async function pictureChecks(aside: Aside): Promise<Check[]> {
  const drawn = check("pictures", "plots", async () => {
    const outcome = await aside<null, string | null>("plot", null);
    const fault = "fault" in outcome ? outcome.fault : outcome.answer;
    return fault === null ? ok("a plot's PNG with its letters is drawn") : fail(`plots fail: ${fault}`, reinstall);
  });
  const [outcome, plots] = await Promise.all([aside<null, PictureAnswer>("picture", null), drawn]);
  if ("fault" in outcome) {
    const says = `no picture can be decoded: ${outcome.fault}`;
    return [{ group: "pictures", name: "decoding", ...fail(says, reinstall) }, plots];
  }
  const { answer } = outcome;
  const wrong = answer.filter(({ fault }) => fault !== null);
  const right = answer.filter(({ fault }) => fault === null).map(({ form }) => form);
  const sound: Said = right.length === 0 ? none("no form of pictures") : ok(right.join(", "));
  return [
    { group: "pictures", name: "decoding", ...sound },
    ...wrong.map(({ form, fault }) => ({ group: "pictures", name: form, ...fail(fault!, reinstall) })),
    plots,
  ];
}

const reinstall = "install again for this machine: npm ci (node_modules of another system hold other libraries)";
