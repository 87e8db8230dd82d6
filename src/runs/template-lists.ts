// The lists of a template protocol: images at once, pairs and galleries by threads while features are read.
import { faultsError, UserError } from "../errors.js";
import { openPool } from "../host/pool.js";
import { Numbering } from "../math/numbering.js";
import type { GalleryList } from "../protocol/gallery-list.js";
import { findTemplateFolder, type TemplateFolder, type TemplateSet } from "../protocol/template-folder.js";
import { readTemplateImages, type TemplateImages } from "../protocol/template-images.js";
import { readTemplatePairs, type TemplatePairPiece } from "../protocol/template-pairs.js";
import { templateRow, templateRows, type TemplateRows } from "../protocol/template-rows.js";
import { ListDigests } from "./list-digests.js";

/** One gallery or the probes: rows of templates, and the number of each one's subject. */
export interface TemplateGroup {
  readonly name: string;
  readonly rows: Uint32Array;
  readonly subjects: Uint32Array;
  /** file:line of a template's first mention. */
  readonly placeOf: (at: number) => string;
}

export interface Galleries {
  readonly galleries: readonly TemplateGroup[];
  readonly probes: TemplateGroup;
  /** Number of every template's subject; null where some template is in no list. */
  readonly subjectOf: Uint32Array | null;
}

export interface TemplateLists {
  readonly folder: TemplateFolder;
  readonly images: TemplateImages;
  /** Lets threads read pairs and galleries, unless they do: a run begins what it waits for first before this. */
  begin(): void;
  /** The pairs, once they were begun and read, and once only: whoever takes them lets them go when they are placed. */
  takePairs(): Promise<TemplatePairPiece[]>;
  /** Once they were begun and read; null where the folder has no 1:N lists. */
  readonly galleries: Promise<Galleries | null>;
  readonly digests: ListDigests;
}

/** Which lists are wanted. `identification`: the 1:N lists, all of them, since a probe's mate may be in either gallery. */
export interface ListRequest {
  readonly set: TemplateSet;
  readonly data: string;
  readonly identification: boolean;
}

/** @throws UserError for what is missing or faulty; what threads find comes with their promises */
export function openTemplateLists(
  { set, data, identification }: ListRequest,
  threads: number,
  signal: AbortSignal,
): TemplateLists {
  const folder = findTemplateFolder(set, data);
  if (identification && folder.missing.length > 0)
    throw new UserError(
      `${data}: no ${folder.missing.map((name) => `meta/${name}`).join(", ")} in it, expected for --identification`,
    );
  if (folder.pairs === null)
    throw new UserError(`${data}: no meta/${set}_template_pair_label.txt in it, expected the pairs to compare`);
  const images = readTemplateImages(folder.images);
  const rows = templateRows(images.numbers);
  let begin!: () => void;
  const begun = new Promise<void>((done) => (begin = done));
  const path = folder.pairs;
  let pairs: Promise<TemplatePairPiece[]> | null = begun.then(() =>
    readTemplatePairs(path, rows, Math.min(2, threads), signal),
  );
  const galleries = begun.then(() => readGalleries(folder, rows));
  // Heard when they are asked for; a fault before that must not count as unheard.
  const digests = new ListDigests(
    [
      ...[folder.images, folder.pairs, ...folder.galleries.map(({ path }) => path)],
      ...[folder.probes, folder.points],
    ].filter((path) => path !== null),
  );
  for (const promise of [pairs, galleries]) promise.catch(() => undefined);
  const takePairs = (): Promise<TemplatePairPiece[]> => {
    const taken = pairs!;
    pairs = null;
    return taken;
  };
  return { folder, images, begin, takePairs, galleries, digests };
}

async function readGalleries({ galleries, probes }: TemplateFolder, rows: TemplateRows): Promise<Galleries | null> {
  if (galleries.length === 0 || probes === null) return null;
  const pool = openPool<string, GalleryList>(new URL("../protocol/gallery-worker.js", import.meta.url), 1);
  try {
    const lists = await Promise.all([...galleries.map(({ path }) => path), probes].map((path) => pool.run(path)));
    refuseContradictions(lists);
    const numbers = new Numbering<string>();
    const groups = lists.map((list, at) => groupOf(galleries[at]?.name ?? "probes", list, rows, numbers));
    return { galleries: groups.slice(0, -1), probes: groups.at(-1)!, subjectOf: subjectsOf(groups, rows) };
  } finally {
    await pool.close();
  }
}

function groupOf(name: string, list: GalleryList, templates: TemplateRows, numbers: Numbering<string>): TemplateGroup {
  const rows = Uint32Array.from(list.templates, (number) => templateRow(templates, number));
  const placeOf = (at: number): string => `${list.source}:${list.lines[at]}`;
  const faults = Array.from(rows, (row, at) =>
    row < templates.numbers.length ? "" : `${placeOf(at)}: template ${list.templates[at]} has no image`,
  ).filter((fault) => fault !== "");
  if (faults.length > 0) throw faultsError(faults);
  const subjects = Uint32Array.from(list.subjects, (subject) => numbers.of(subject));
  return { name, rows, subjects, placeOf };
}

/** A template is of one subject, whichever of the lists says so. */
function refuseContradictions(lists: readonly GalleryList[]): void {
  const known = new Map<number, { readonly subject: string; readonly place: string }>();
  const faults: string[] = [];
  for (const { source, templates, subjects, lines } of lists) {
    templates.forEach((template, at) => {
      const [subject, place] = [subjects[at], `${source}:${lines[at]}`];
      const before = known.get(template);
      if (before === undefined) known.set(template, { subject, place });
      else if (before.subject !== subject)
        faults.push(
          `${place}: template ${template} is of subject ${subject}, expected ${before.subject} as in ${before.place}`,
        );
    });
  }
  if (faults.length > 0) throw faultsError(faults);
}

function subjectsOf(groups: readonly TemplateGroup[], { numbers }: TemplateRows): Uint32Array | null {
  const none = 2 ** 32 - 1;
  const subjectOf = new Uint32Array(numbers.length).fill(none);
  for (const { rows, subjects } of groups) rows.forEach((row, at) => (subjectOf[row] = subjects[at]));
  return subjectOf.includes(none) ? null : subjectOf;
}
