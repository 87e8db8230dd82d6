// Which qualities of images can be asked for, and which images of a list are shown.
import { UserError } from "../errors.js";
import { fromBest, fromWorst } from "../evaluate/quality-order.js";
import { didYouMean } from "../host/nearest-name.js";
import type { QualityList, ShownImages } from "../report/quality-table.js";
import type { QualitySpec } from "./quality-spec.js";

/** What of a list is shown. */
export interface Selection {
  /** Quality that images are sorted by, the best first; absent = the first where only some are shown, else as given. */
  readonly sort?: string;
  /** Only so many, the best or worst first. */
  readonly best?: number;
  readonly worst?: number;
}

/** What can be told before any picture is looked at. @throws UserError */
export function checkQualities(specs: readonly QualitySpec[], { sort }: Selection): void {
  const texts = specs.map(({ text }) => text);
  const ofPairs = specs.find(({ name }) => name === "oracle");
  if (ofPairs) throw new UserError(`quality ${ofPairs.text}: orders pairs, not images; expected one of images`);
  const again = texts.find((text, at) => texts.indexOf(text) < at);
  if (again !== undefined)
    throw new UserError(`quality ${again}: there twice, and results could not tell the two apart`);
  // A file's columns are not known yet: file=table.csv becomes file=table:one, file=table:two.
  const couldBe = texts.some((text) => text.startsWith("file=") && sort?.startsWith(`${text}:`));
  if (sort !== undefined && !couldBe) placeOf(sort, texts);
}

/** Which images are shown; without a number they come last, or not at all where only some are shown. */
export function shownImages({ names, columns }: QualityList, { sort, best, worst }: Selection): ShownImages {
  const all = Uint32Array.from(names.keys());
  const known = columns.map(({ name }) => name);
  const { name, values } = columns[sort === undefined ? 0 : placeOf(sort, known)];
  if (worst !== undefined) return { places: fromWorst(values).subarray(0, worst), order: `the worst by ${name}` };
  const places = fromBest(values);
  if (best !== undefined) return { places: places.subarray(0, best), order: `the best by ${name}` };
  if (sort === undefined) return { places: all };
  const unknown = all.filter((image) => Number.isNaN(values[image]));
  return { places: Uint32Array.from([...places, ...unknown]), order: `the best by ${name} first` };
}

/** Place of a quality by its whole name, or by its kind where that fits one: `niqe` for niqe=model. */
function placeOf(sort: string, names: readonly string[]): number {
  if (names.includes(sort)) return names.indexOf(sort);
  const fitting = names.filter((name) => /^-?([a-z-]+)/.exec(name)?.[1] === sort);
  if (fitting.length === 1) return names.indexOf(fitting[0]);
  if (fitting.length > 1) throw new UserError(`--sort "${sort}": fits several, expected one of ${fitting.join(", ")}`);
  const hint = didYouMean(sort, names) || `, expected one of ${names.join(", ")}`;
  throw new UserError(`--sort "${sort}": no such quality here${hint}`);
}
