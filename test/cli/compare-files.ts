// Results of small models as a user has them.
import { addFiles, run, workFolder } from "./command.js";
import { featureList, featureRows, pairList, soundFeatures } from "./user-files.js";

/** Features of a second model: the first one's, each row drawn towards the next. */
export const otherFeatures = featureList(
  featureRows().map((row, i, rows) => row.map((value, k) => value + 0.9 * rows[(i + 7) % rows.length][k])),
);

/** Verifies with features, which become results/LIST/NAME. @throws where the run ends otherwise than well */
export async function verifyFeatures(cwd: string, list: string, file: string, more = ""): Promise<void> {
  const { code, err } = await run(`verify ${list} --features ${file} --far 0.2,0.1 ${more}`, { cwd });
  if (code !== 0) throw new Error(err);
}

/** A folder with results of two feature files, `feat` and `other`, on pairs.txt. */
export async function featureResults(): Promise<string> {
  const cwd = workFolder({ ...soundFeatures, "other.list": otherFeatures, "pairs.txt": pairList() });
  await verifyFeatures(cwd, "pairs.txt", "feat.list");
  await verifyFeatures(cwd, "pairs.txt", "other.list");
  return cwd;
}

/** A result folder's result.json with some text replaced, under another folder. */
export const copyOf = (
  files: ReadonlyMap<string, Buffer>,
  into: string,
  cwd: string,
  change = (text: string) => text,
) =>
  addFiles(
    cwd,
    Object.fromEntries(
      [...files]
        .filter(([name]) => /\.(json|csv|npy)$/.test(name))
        .map(([name, bytes]) => [`${into}/${name}`, name === "result.json" ? change(bytes.toString()) : bytes]),
    ),
  );
