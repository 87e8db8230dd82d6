import { join } from "node:path";
import {
  checkFolderTarget,
  diskOf,
  isFile,
  isFolder,
  listFolder,
  removePath,
  scratchFolder,
  standingFolder,
} from "../../host/files.js";
import { countOf } from "../../protocol/counts.js";
import type { Check } from "../../report/checkup.js";
import { printBytes } from "../../report/grid.js";
import type { CacheAnswer, CacheTask } from "./cache-worker.js";
import { check, fail, ok, warn, type Aside, type Said } from "./check.js";

const group = "disk";
/** The embeddings of IJB-C, both views, are 2 GB; a set of 6,000 pairs is 25 MB. */
const [scarce, littleSpace] = [100e6, 2e9];

/** Where results and embeddings go. */
export const diskChecks = ({ cache, out }: { cache: string; out: string }, aside: Aside): Promise<Check>[] => [
  check(group, "results", () => {
    checkFolderTarget(out);
    return judgeSpace(diskOf(standingFolder(out)).free, out, "--out");
  }),
  check(group, "cache folder", () => {
    checkFolderTarget(cache);
    const { free, kind } = diskOf(standingFolder(cache));
    const network = networkKinds[kind >>> 0];
    if (network === undefined) return judgeSpace(free, cache, "--cache");
    const says = `${cache}: on ${network}, where the cache's locks and memory maps can't be relied on`;
    return warn(says, "give --cache a folder of a disk of this machine (MAGFACE_EVAL_CACHE keeps it)");
  }),
  check(group, "cache", () => lookAtCache(cache, aside)),
];

export function judgeSpace(free: number, folder: string, option: string): Said {
  const says = `${folder}: ${printBytes(free)} free`;
  const remedy = `make room, or give ${option} a folder on another disk`;
  if (free < scarce) return fail(says, remedy);
  return free < littleSpace ? warn(says, remedy) : ok(says);
}

async function lookAtCache(cache: string, aside: Aside): Promise<Said> {
  checkFolderTarget(cache);
  const dir = isFile(join(cache, "data.mdb")) ? cache : null;
  if (dir === null && isFolder(cache) && listFolder(cache).some(({ name }) => name !== "lock.mdb"))
    return fail(`${cache}: holds other files and no cache`, "give --cache an empty folder, or one to be made");
  const scratch = scratchFolder(standingFolder(cache));
  try {
    const outcome = await aside<CacheTask, CacheAnswer>("cache", { dir, scratch });
    if ("fault" in outcome) return fail(outcome.fault, "run with --no-cache, or give --cache another folder");
    const { held, fault } = outcome.answer;
    if (fault !== null) return fail(`${cache}: ${fault}`, "give --cache a folder on another disk");
    if (held === null) return ok("none yet: the first run makes it; its disk keeps what is written");
    const { bytes, recipes, rows } = held;
    return ok(
      `${countOf(rows, "vector")} of ${countOf(recipes, "recipe")}, ${printBytes(bytes)}; "cache verify" checks each`,
    );
  } finally {
    removePath(scratch);
  }
}

/** File systems of other machines, by the numbers that Linux's statfs(2) gives them. */
const networkKinds: Readonly<Record<number, string>> = {
  0x6969: "NFS",
  0x517b: "SMB",
  0xff534d42: "CIFS",
  0xfe534d42: "SMB 2",
  0x5346414f: "AFS",
  0x00c36400: "Ceph",
  0x0bd00bd0: "Lustre",
  0x47504653: "GPFS",
  0x19830326: "BeeGFS",
  0x01021997: "9P",
  0x65735546: "FUSE (often another machine's folder)",
};
