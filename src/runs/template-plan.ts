// Pairs and galleries brought into the order in which they are scored.
import { UserError } from "../errors.js";
import type { Identification } from "../evaluate/identification.js";
import type { TemplateImages } from "../protocol/template-images.js";
import { blockPairs, type PairBlocks } from "../score/pair-blocks.js";
import type { SearchPlan } from "../score/template-search.js";
import type { Galleries, TemplateGroup, TemplateLists } from "./template-lists.js";

export interface TemplatePlan {
  readonly blocks: PairBlocks;
  /** null where identification was not asked for. */
  readonly search: { readonly plan: SearchPlan; readonly what: Identification } | null;
  readonly subjectOf: Uint32Array | null;
}

/** @throws UserError for faulty pairs or galleries, and where identification lacks its lists */
export async function planTemplates(
  lists: TemplateLists,
  options: { readonly identification: boolean; readonly keepOrder: boolean; readonly data: string },
): Promise<TemplatePlan> {
  const galleries = await lists.galleries;
  if (options.identification && galleries === null)
    throw new UserError(
      `${options.data}: no 1N_gallery and 1N_probe_mixed lists in its meta folder, expected them for --identification`,
    );
  const templates = lists.images.numbers.length;
  const pieces = await lists.takePairs();
  const subjectOf = galleries?.subjectOf ?? null;
  if (!options.identification || galleries === null)
    return { blocks: blockPairs(pieces, templates, { keepOrder: options.keepOrder }), search: null, subjectOf };
  const wanted = { rows: galleries.probes.rows, columns: joined(galleries.galleries.map(({ rows }) => rows)) };
  const blocks = blockPairs(pieces, templates, { keepOrder: options.keepOrder, wanted });
  return { blocks, search: planSearch(galleries, lists.images, blocks.rows.length), subjectOf };
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
  { name, rows, subjects }: TemplateGroup,
  { numbers }: TemplateImages,
  before: ReadonlyMap<number, number>,
): void {
  const seen = new Set<number>();
  subjects.forEach((subject, at) => {
    if (before.has(subject) || seen.has(subject))
      throw new UserError(
        `gallery ${name}: template ${numbers[rows[at]]} is a second one of its subject, expected one template a subject in all galleries`,
      );
    seen.add(subject);
  });
}
