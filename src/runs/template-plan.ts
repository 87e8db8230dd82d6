// Pairs and galleries brought into the order in which they are scored.
import { faultsError } from "../errors.js";
import type { Identification } from "../evaluate/identification.js";
import { printCount } from "../protocol/counts.js";
import type { TemplateImages } from "../protocol/template-images.js";
import type { TemplateCounts } from "../protocol/template-protocol.js";
import type { PairBlocks } from "../score/pair-blocks.js";
import type { SearchPlan } from "../score/template-search.js";
import type { Galleries, TemplateGroup, TemplateLists } from "./template-lists.js";
import { placePairs, type ScoringPool } from "./template-scores.js";

export interface TemplatePlan {
  readonly blocks: PairBlocks;
  /** null where identification was not asked for. */
  readonly search: { readonly plan: SearchPlan; readonly what: Identification } | null;
  readonly subjectOf: Uint32Array | null;
  /** Whether the lists have the counts of the whole set; what differs, in words. */
  readonly whole: boolean;
  readonly difference: string;
}

/** @throws UserError for faulty pairs or galleries */
export async function planTemplates(
  pool: ScoringPool,
  lists: TemplateLists,
  {
    identification,
    keepOrder,
    expected,
  }: {
    readonly identification: boolean;
    readonly keepOrder: boolean;
    readonly expected: TemplateCounts;
  },
): Promise<TemplatePlan> {
  const galleries = await lists.galleries;
  const templates = lists.images.numbers.length;
  const wanted =
    identification && galleries !== null
      ? { rows: galleries.probes.rows, columns: joined(galleries.galleries.map(({ rows }) => rows)) }
      : undefined;
  const blocks = await placePairs(pool, await lists.takePairs(), templates, { keepOrder, wanted });
  const search = wanted === undefined ? null : planSearch(galleries!, lists.images, blocks.rows.length);
  const difference = differenceOf(lists, blocks, expected);
  return { blocks, search, subjectOf: galleries?.subjectOf ?? null, whole: difference === "", difference };
}

function differenceOf({ images }: TemplateLists, { places, genuine }: PairBlocks, expected: TemplateCounts): string {
  const found = { images: images.names.count, templates: images.numbers.length, pairs: places.length, genuine };
  return (Object.keys(found) as (keyof typeof found)[])
    .filter((what) => found[what] !== expected[what])
    .map((what) => `${printCount(found[what])} ${what}, expected ${printCount(expected[what])}`)
    .join("; ");
}

function joined(parts: readonly Uint32Array[]): Uint32Array {
  return Uint32Array.from(parts.flatMap((part) => [...part]));
}

/** Gallery columns come first, in the order of the galleries; probe rows come first, in the order of their list. */
function planSearch({ galleries, probes }: Galleries, images: TemplateImages, rows: number) {
  const columnOf = new Map<number, number>();
  const galleryOf = new Map<number, number>();
  const starts = [0];
  galleries.forEach((gallery, at) => {
    refuseRepeats(gallery, images, galleryOf);
    gallery.subjects.forEach((subject, i) => {
      columnOf.set(subject, starts[at] + i);
      galleryOf.set(subject, at);
    });
    starts.push(starts[at] + gallery.rows.length);
  });
  const mate = new Int32Array(rows).fill(-2);
  probes.subjects.forEach((subject, probe) => (mate[probe] = columnOf.get(subject) ?? -1));
  const what: Identification = {
    galleries: galleries.map(({ name }) => name),
    sizes: galleries.map((gallery) => gallery.rows.length),
    probes: Uint32Array.from(probes.rows, (_, probe) => probe),
    mateGallery: Int32Array.from(probes.subjects, (subject) => galleryOf.get(subject) ?? -1),
  };
  return { plan: { starts, mate }, what };
}

/** A subject is enrolled once: with two templates the rank of "its" mate would have two meanings. */
function refuseRepeats(
  { rows, subjects, placeOf }: TemplateGroup,
  { numbers }: TemplateImages,
  before: ReadonlyMap<number, number>,
): void {
  const seen = new Set<number>();
  const faults: string[] = [];
  subjects.forEach((subject, at) => {
    if (before.has(subject) || seen.has(subject))
      faults.push(
        `${placeOf(at)}: template ${numbers[rows[at]]} is a second one of its subject, expected one template a subject in all galleries`,
      );
    seen.add(subject);
  });
  if (faults.length > 0) throw faultsError(faults);
}
