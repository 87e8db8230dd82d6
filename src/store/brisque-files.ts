import { UserError } from "../errors.js";
import { readText } from "../host/files.js";
import type { BrisqueModel } from "../types.js";

const featureCount = 36;

/**
 * A BRISQUE model from the two files that OpenCV keeps it in: `brisque_model_live.yml` and `brisque_range_live.yml` of
 * opencv_contrib, or any that its `brisque_trainer_livedb` sample writes.
 *
 * @param modelPath what SVM::save wrote: `opencv_ml_svm` with svmType EPS_SVR and an RBF kernel over 36 features
 * @param rangePath what FileStorage wrote: a 2 x 36 matrix `range`, least values before greatest
 * @throws UserError with the file, what stands there and what should
 */
export async function readBrisqueModel(modelPath: string, rangePath: string): Promise<BrisqueModel> {
  const [model, range] = [await readYaml(modelPath), await readYaml(rangePath)];
  return { ...regressionIn(modelPath, model), ...rangesIn(rangePath, range) };
}

/** A map of YAML whose parts are not known yet; asking a number or text for a part gives undefined, as asking nothing does. */
type Node = { readonly [field: string]: Node } | undefined;

/**
 * OpenCV's YAML is YAML but for its first line, `%YAML:1.0`, and its tags, `!!opencv-matrix`: the package warns of both, and
 * reads on. (Its `{ epsilon:0.001 }`, without a blank, is a key to YAML; nothing here needs it.)
 */
async function readYaml(path: string): Promise<Node> {
  const { parseDocument } = await import("yaml"); // 30 ms that only BRISQUE pays.
  const document = parseDocument(readText(path), { prettyErrors: true });
  const [fault] = document.errors;
  if (fault) {
    const reason = fault.message.split("\n")[0].replace(/ at line \d+, column \d+:?$/, "");
    throw new UserError(`${path}:${fault.linePos?.[0].line ?? 1}: ${reason}, expected YAML as OpenCV writes it`);
  }
  return document.toJS() as Node;
}

type Regression = Pick<BrisqueModel, "vectors" | "weights" | "gamma" | "rho">;

function regressionIn(path: string, file: Node): Regression {
  const svm = file?.opencv_ml_svm;
  if (!svm) throw new UserError(`${path}: holds no "opencv_ml_svm", expected the model that OpenCV's SVM::save writes`);
  expectWord(path, "svmType", svm.svmType, "EPS_SVR");
  expectWord(path, "kernel type", svm.kernel?.type, "RBF");
  const decision = svm.decision_functions?.[0];
  const weights = numbersIn(path, "alpha", decision?.alpha);
  const rows = Array.isArray(svm.support_vectors) ? (svm.support_vectors as unknown[]) : [];
  if (rows.length !== weights.length || rows.length === 0)
    throw new UserError(
      `${path}: ${weights.length} weights (alpha) for ${rows.length} support vectors, expected as many`,
    );
  const vectors = new Float64Array(rows.length * featureCount);
  rows.forEach((row, i) =>
    vectors.set(numbersIn(path, `support vector ${i + 1}`, row, featureCount), i * featureCount),
  );
  const [gamma] = numbersIn(path, "gamma", [svm.kernel?.gamma], 1);
  const [rho] = numbersIn(path, "rho", [decision?.rho], 1);
  return { vectors, weights, gamma, rho };
}

function rangesIn(path: string, file: Node): Pick<BrisqueModel, "least" | "greatest"> {
  const range = file?.range;
  if (!range?.data) throw new UserError(`${path}: holds no matrix "range", expected the ranges of BRISQUE's features`);
  const size = `${String(range.rows)}x${String(range.cols)}`;
  if (size !== `2x${featureCount}`) throw new UserError(`${path}: range is ${size}, expected 2x${featureCount}`);
  const data = numbersIn(path, "range", range.data, 2 * featureCount);
  const [least, greatest] = [data.slice(0, featureCount), data.slice(featureCount)];
  const closed = least.findIndex((value, i) => !(value < greatest[i]));
  if (closed >= 0)
    throw new UserError(
      `${path}: feature ${closed + 1} ranges from ${least[closed]} to ${greatest[closed]}, expected from less to more`,
    );
  return { least, greatest };
}

function expectWord(path: string, what: string, found: unknown, expected: string): void {
  if (found !== expected) throw new UserError(`${path}: ${what} is ${shown(found)}, expected ${expected}`);
}

/** @param count how many there must be; absent = any */
function numbersIn(path: string, what: string, found: unknown, count?: number): Float64Array {
  const list: unknown[] = Array.isArray(found) ? found : [];
  if (!Array.isArray(found) || (count !== undefined && list.length !== count))
    throw new UserError(`${path}: ${what} has ${list.length} numbers, expected ${count ?? "a list"}`);
  const odd = list.find((value) => !Number.isFinite(value));
  if (odd !== undefined || list.includes(undefined))
    throw new UserError(`${path}: ${what} holds ${shown(odd)}, expected a number`);
  return Float64Array.from(list as number[]);
}

const shown = (value: unknown): string =>
  value === undefined ? "missing" : typeof value === "number" ? String(value) : JSON.stringify(value).slice(0, 40);
