// How much of everything an IJB-like set holds, at full size and below.

/** The set whose shape the data have. */
export type IjbKind = "ijbb" | "ijbc";

/** Numbers that a set is made of; what it announces is what its files hold. */
export interface IjbCounts {
  readonly subjects: number;
  /** Subjects of the first gallery; the others are in the second. Each has one gallery template. */
  readonly firstGallery: number;
  /** Probe templates, at least one a subject. */
  readonly probes: number;
  /** Distinct media numbers. */
  readonly media: number;
  /** Media that occur in two templates of one subject. */
  readonly sharedMedia: number;
  readonly images: number;
  readonly genuine: number;
  readonly impostor: number;
  /** Probe templates whose images show somebody else. */
  readonly mislabelled: number;
}

/** Sizes of the real sets; how many media are shared and how many probes mislabelled is ours. */
export const fullCounts: Readonly<Record<IjbKind, IjbCounts>> = {
  ijbb: {
    ...{ subjects: 1845, firstGallery: 931, probes: 10_270, media: 66_000, sharedMedia: 2000, images: 227_630 },
    ...{ genuine: 10_270, impostor: 8_000_000, mislabelled: 82 },
  },
  ijbc: {
    ...{ subjects: 3531, firstGallery: 1772, probes: 19_593, media: 138_836, sharedMedia: 4000, images: 469_375 },
    ...{ genuine: 19_557, impostor: 15_638_932, mislabelled: 29 },
  },
};

/**
 * Counts at `scale` times the real size, each rounded and large enough for the layout to exist.
 *
 * Impostor pairs keep their share of gallery x probe templates (42 in 100 for IJB-B, 23 for IJB-C) and so go with the
 * square of the scale: a probe meets the same part of the gallery at every size, none twice. Mislabelled probes, whose
 * impostor pairs score like genuine ones, keep their number an impostor pair, so that an error at a small FAR weighs alike.
 *
 * @param scale in (0, 1], 1 = the real size
 */
export function scaledCounts(kind: IjbKind, scale: number): IjbCounts {
  const full = fullCounts[kind];
  const scaled = (count: number, least: number, most = Infinity): number =>
    Math.min(Math.max(Math.round(count * scale), least), most);
  const subjects = scaled(full.subjects, 2);
  const probes = scaled(full.probes, subjects);
  const media = scaled(full.media, subjects + probes);
  // Half as many as there are probes can always be had: templates of a subject pair up.
  const sharedMedia = scaled(full.sharedMedia, 1, Math.ceil(probes / 2));
  const share = (subjects * probes) / (full.subjects * full.probes);
  return {
    ...{ subjects, probes, media, sharedMedia },
    firstGallery: scaled(full.firstGallery, 1, subjects - 1),
    images: scaled(full.images, media + sharedMedia),
    genuine: scaled(full.genuine, 1, probes),
    impostor: Math.max(1, Math.round(full.impostor * share)),
    mislabelled: Math.max(1, Math.round(full.mislabelled * share)),
  };
}
