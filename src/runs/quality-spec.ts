// Names of qualities on the command line: [-]NAME[=FILE[@PRESET]][:COLUMN].
import { UserError } from "../errors.js";
import { didYouMean } from "../host/nearest-name.js";

/** What a quality is made from, and whether it needs pictures or a file. */
export interface QualityKind {
  readonly file: "none" | "optional" | "needed";
  readonly pictures: boolean;
  /** One sentence for help. */
  readonly says: string;
}

export const qualityKinds = {
  magnitude: {
    file: "optional",
    pictures: false,
    says: "length of the embedding; magnitude=MODEL.onnx: another model's",
  },
  onnx: {
    file: "needed",
    pictures: false,
    says: "what a model says of a picture: onnx=cr-fiqa.onnx@cr-fiqa, one number or the card's quality output",
  },
  "ser-fiq": {
    file: "optional",
    pictures: false,
    says: "how little the embedding moves under dropout before the last layer, 100 passes",
  },
  pfe: { file: "optional", pictures: false, says: "minus the harmonic mean of the variances that a model gives" },
  dul: { file: "optional", pictures: false, says: "the same by the paper of that name" },
  unified: { file: "optional", pictures: false, says: "ISO/IEC 29794-5 unified score of the magnitude" },
  file: { file: "needed", pictures: false, says: "numbers you bring: file=scores.txt, file=table.csv:column" },
  piqe: { file: "none", pictures: true, says: "PIQE of the picture (no training)" },
  niqe: { file: "needed", pictures: true, says: "NIQE by a model of quality fit-niqe: niqe=model.json" },
  brisque: { file: "needed", pictures: true, says: "BRISQUE by OpenCV's files: brisque=model.yml+range.yml" },
  random: { file: "none", pictures: false, says: "drawn by the seed: what knowing nothing gives" },
  oracle: { file: "none", pictures: false, says: "the best order there is, by the pairs' own distances" },
} as const satisfies Record<string, QualityKind>;

export type QualityName = keyof typeof qualityKinds;

export interface QualitySpec {
  readonly name: QualityName;
  readonly file?: string;
  readonly preset?: string;
  readonly column?: string;
  /** Lower is better: the numbers are turned round. */
  readonly reversed: boolean;
  /** What figures and plots call it: as typed, without folders and endings of files. */
  readonly text: string;
}

/** @throws UserError for an unknown name, or a file missing or too many */
export function parseQuality(text: string): QualitySpec {
  const [, minus, name, file, preset, column] =
    /^(-?)([a-z-]+)(?:=([^@:]+))?(?:@([\w-]+))?(?::(.+))?$/.exec(text) ?? [];
  const names = Object.keys(qualityKinds);
  if (name === undefined || !names.includes(name))
    throw new UserError(
      `unknown quality "${text}"${didYouMean(name ?? text, names) || `, expected one of ${names.join(", ")}`}`,
    );
  const kind: QualityKind = qualityKinds[name as QualityName];
  if (kind.file === "needed" && file === undefined)
    throw new UserError(`quality ${name}: which file? Write ${name}=FILE`);
  if (kind.file === "none" && file !== undefined)
    throw new UserError(`quality ${name}: takes no file, found "${file}"`);
  return { name: name as QualityName, file, preset, column, reversed: minus === "-", text: labelOf(text) };
}

/** The same with its files' paths resolved: two stand parted by a plus sign. */
export const withPaths = (spec: QualitySpec, resolve: (path: string) => string): QualitySpec => ({
  ...spec,
  file: spec.file?.split("+").map(resolve).join("+"),
});

const labelOf = (text: string): string =>
  text.replace(/[^=+@:]*[\\/]/g, "").replace(/\.(onnx|txt|csv|json|ya?ml|list)(?=$|[+@:])/g, "");
