import type { TemplateRow } from "./nist-templates.js";

/** The folder and name of a video's frame up to the last `_`: `frames/456` of `frames/456_01.png`. */
const video = /^(?:.*\/)?frames?\/[^/]+(?=_\d+\.[^./]+$)/i;

/**
 * What is the same for all images of one medium: its MEDIA_ID where the file tells it, else the video of a frame, else
 * the picture itself, because a still is a medium of its own.
 */
export const mediumOf = ({ media, picture }: Pick<TemplateRow, "media" | "picture">): string =>
  media === "" ? (video.exec(picture)?.[0] ?? picture) : `MEDIA_ID ${media}`;

/**
 * Counts templates whose images SIGHTING_ID groups otherwise than their media do. Some evaluations take the sighting for
 * the medium (strpy's janus.dataset does); that both are the same could not be read anywhere, so the data are asked.
 */
export class SightingCheck {
  readonly #mediumOfSighting = new Map<string, number>();
  readonly #sightingOfMedium = new Map<string, string>();
  readonly #differing = new Set<number>();

  add(template: number, medium: number, sighting: string): void {
    if (sighting === "") return;
    const otherMedium = remember(this.#mediumOfSighting, `${template} ${sighting}`, medium) !== medium;
    const otherSighting = remember(this.#sightingOfMedium, `${template} ${medium}`, sighting) !== sighting;
    if (otherMedium || otherSighting) this.#differing.add(template);
  }

  get differing(): number {
    return this.#differing.size;
  }
}

/** The value first given under a key. */
function remember<T>(values: Map<string, T>, key: string, value: T): T {
  const known = values.get(key);
  if (known !== undefined) return known;
  values.set(key, value);
  return value;
}
