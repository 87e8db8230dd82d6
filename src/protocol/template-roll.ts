// All templates of a protocol, put together from NIST's files.
import { faultsError } from "../errors.js";
import { mediumOf, SightingCheck } from "./nist-media.js";
import { mostFaults, templateRows, type Box, type TemplateRow } from "./nist-templates.js";

/** A face in a picture. Rows that name the same picture and box share one crop. */
export interface Crop {
  readonly picture: string;
  readonly box: Box;
}

/** Faces, a row each, in columns. */
export interface Faces {
  readonly template: number[];
  /** 1-based number of the crop, and of the medium, both by first appearance over all files. */
  readonly crop: number[];
  readonly medium: number[];
}

export interface TemplateRoll {
  /** Crop n is `crops[n - 1]`. */
  readonly crops: readonly Crop[];
  /** Every face of every template once, in file order. */
  readonly faces: Faces;
  /** Subject of each template. */
  readonly subjects: ReadonlyMap<number, number>;
  /** The rows of each file, templates that an earlier one lists too among them. */
  readonly listings: readonly Faces[];
  readonly media: number;
  /** Templates whose images SIGHTING_ID groups otherwise than media do. */
  readonly sightingsDiffer: number;
}

/** A template as one file lists it. */
interface Listed {
  readonly subject: number;
  /** file:line of its first row. */
  readonly place: string;
  /** Line of each crop. */
  readonly crops: Map<number, number>;
}

/**
 * Reads template files one after the other. A template may be in several files if they agree on it.
 *
 * @throws UserError with all faults of the first file that has any: faulty rows, a template of two subjects, a face twice
 *   in one template, a template that an earlier file lists with another subject or other images
 */
export async function readTemplateFiles(paths: readonly string[], signal: AbortSignal): Promise<TemplateRoll> {
  const roll = new RollBuilder();
  for (const path of paths) await roll.add(path, signal);
  return roll.finish();
}

class RollBuilder {
  readonly #cropNumbers = new Map<string, number>();
  readonly #mediumNumbers = new Map<string, number>();
  readonly #crops: Crop[] = [];
  readonly #templates = new Map<number, Listed>();
  readonly #listings: Faces[] = [];
  readonly #faces: Faces = { template: [], crop: [], medium: [] };
  readonly #sightings = new SightingCheck();

  async add(path: string, signal: AbortSignal): Promise<void> {
    const faults: string[] = [];
    const listed = new Map<number, Listed>();
    const rows: Faces = { template: [], crop: [], medium: [] };
    for await (const row of templateRows(path, faults)) {
      signal.throwIfAborted();
      const crop = this.#cropOf(row);
      const medium = numberOf(this.#mediumNumbers, mediumOf(row));
      const fault = list(listed, `${path}:${row.line}`, row, crop);
      if (fault !== undefined) faults.push(`${path}:${row.line}: ${fault}`);
      if (faults.length >= mostFaults) break;
      push(rows, row.template, crop, medium);
      this.#sightings.add(row.template, medium, row.sighting);
    }
    for (const [id, template] of listed) faults.push(...this.#contradictions(id, template));
    if (faults.length > 0) throw faultsError(faults);
    this.#take(listed, rows);
  }

  finish(): TemplateRoll {
    return {
      crops: this.#crops,
      faces: this.#faces,
      subjects: new Map(Array.from(this.#templates, ([id, { subject }]) => [id, subject])),
      listings: this.#listings,
      media: this.#mediumNumbers.size,
      sightingsDiffer: this.#sightings.differing,
    };
  }

  #cropOf({ picture, box }: TemplateRow): number {
    const number = numberOf(this.#cropNumbers, `${box.join(" ")} ${picture}`);
    if (number > this.#crops.length) this.#crops.push({ picture, box });
    return number;
  }

  #contradictions(id: number, { subject, place, crops }: Listed): string[] {
    const known = this.#templates.get(id);
    if (known === undefined) return [];
    if (known.subject !== subject)
      return [`${place}: template ${id} is of subject ${subject}, expected ${known.subject} as in ${known.place}`];
    if (known.crops.size === crops.size && [...crops.keys()].every((crop) => known.crops.has(crop))) return [];
    return [`${place}: template ${id} with other images, expected those of ${known.place} or another TEMPLATE_ID`];
  }

  #take(listed: ReadonlyMap<number, Listed>, rows: Faces): void {
    const fresh = new Set([...listed.keys()].filter((id) => !this.#templates.has(id)));
    for (const id of fresh) this.#templates.set(id, listed.get(id)!);
    rows.template.forEach((id, row) => {
      if (fresh.has(id)) push(this.#faces, id, rows.crop[row], rows.medium[row]);
    });
    this.#listings.push(rows);
  }
}

/** Adds a row to what its file lists. @returns what is wrong with it, if anything is */
function list(listed: Map<number, Listed>, place: string, row: TemplateRow, crop: number): string | undefined {
  const { template: id, subject, line, picture } = row;
  const known = listed.get(id);
  if (known === undefined) {
    listed.set(id, { subject, place, crops: new Map([[crop, line]]) });
    return undefined;
  }
  if (known.subject !== subject)
    return `template ${id} is of subject ${subject}, expected ${known.subject} as in ${known.place}`;
  if (known.crops.has(crop))
    return `template ${id} has ${picture} with this box in line ${known.crops.get(crop)} too, expected it once`;
  known.crops.set(crop, line);
  return undefined;
}

/** The number of a key: 1 for the first that was asked for, and so on. */
function numberOf(numbers: Map<string, number>, key: string): number {
  const known = numbers.get(key);
  if (known !== undefined) return known;
  numbers.set(key, numbers.size + 1);
  return numbers.size;
}

function push(faces: Faces, template: number, crop: number, medium: number): void {
  faces.template.push(template);
  faces.crop.push(crop);
  faces.medium.push(medium);
}
