import { UserError } from "../errors.js";
import { blankFields, eachLine, firstLines } from "../protocol/text-lines.js";

/** Five points of one image: x1 y1 .. x5 y5 (left eye, right eye, nose, left and right mouth corner, as seen). */
export type Landmarks = readonly number[];

const coordinates = 10;

/**
 * Reads five landmarks an image: InsightFace's `name x1 y1 .. x5 y5 [score]` with blanks, or the same with commas, where
 * a first line of column names is allowed and names may hold blanks. Coordinates are pixels.
 *
 * @returns points by image name, as listed
 * @throws UserError with every faulty line; a name listed twice with other points is one
 */
export function readLandmarks(path: string): Map<string, Landmarks> {
  const [first] = firstLines(path, 1);
  if (first === undefined) throw new UserError(`${path}: empty, expected name x1 y1 .. x5 y5 a line`);
  const split = first.includes(",") ? commaFields : blankFields;
  const points = new Map<string, Landmarks>();
  let isFirst = true;
  eachLine(path, (text) => {
    const fields = split(text);
    const heads =
      isFirst && fields.length > coordinates && fields.slice(1).every((field) => Number.isNaN(Number(field)));
    isFirst = false;
    return heads ? undefined : addPoints(points, fields);
  });
  if (points.size === 0) throw new UserError(`${path}: no landmarks in it`);
  return points;
}

const commaFields = (text: string): string[] => text.split(",").map((field) => field.trim().replace(/^"(.*)"$/, "$1"));

function addPoints(points: Map<string, Landmarks>, [name, ...rest]: readonly string[]): string | undefined {
  if (rest.length !== coordinates && rest.length !== coordinates + 1) {
    return `${rest.length + 1} fields, expected 11 or 12 (name x1 y1 .. x5 y5 [score])`;
  }
  const numbers = rest.slice(0, coordinates).map((field) => (field === "" ? NaN : Number(field)));
  const wrong = numbers.findIndex((number) => !Number.isFinite(number));
  if (wrong >= 0) return `"${rest[wrong]}", expected a number (name x1 y1 .. x5 y5)`;
  const known = points.get(name);
  if (known && known.some((number, i) => number !== numbers[i])) return `${name} again, with other points`;
  points.set(name, numbers);
  return undefined;
}
