// ijbX_name_5pts_score.txt: five points and a detector's score of each image, in the order of the image list.
import { faultsError, UserError } from "../errors.js";
import { readBytes } from "../host/files.js";
import { ByteFields, mostFaults, textStart } from "./byte-fields.js";
import type { TemplateImages } from "./template-images.js";
import { checkText } from "./text-lines.js";

const pointNumbers = 10;

/**
 * Detector score of every image, as float32 like the field's scripts take it.
 *
 * @throws UserError naming every faulty line, and where the names are not those of the image list in its order
 */
export function readDetectorScores(path: string, images: TemplateImages): Float32Array {
  const scores = new Float32Array(images.names.count);
  eachPointLine(path, images, (image, numbers) => {
    scores[image] = numbers[pointNumbers];
    const [score, kept] = [numbers[pointNumbers], scores[image]];
    if (kept === Infinity) return `score ${score}, expected a number that float32 can hold`;
    return kept > 0 ? undefined : `score ${score}, expected a number above 0`;
  });
  return scores;
}

/** Five points of every image: x1 y1 .. x5 y5, image after image. @throws as readDetectorScores */
export function readTemplatePoints(path: string, images: TemplateImages): Float64Array {
  const points = new Float64Array(images.names.count * pointNumbers);
  eachPointLine(path, images, (image, numbers) => {
    points.set(numbers.slice(0, pointNumbers), image * pointNumbers);
    return undefined;
  });
  return points;
}

function eachPointLine(
  path: string,
  { names, source }: TemplateImages,
  take: (image: number, numbers: readonly number[]) => string | undefined,
): void {
  checkText(path);
  const bytes = readBytes(path);
  const fields = new ByteFields(bytes, textStart(bytes));
  const faults: string[] = [];
  let image = 0;
  for (let line = 1; fields.at < bytes.length && faults.length < mostFaults; line++, fields.nextLine()) {
    if (fields.atLineEnd()) continue;
    const [name, ...words] = fields.words();
    const numbers = words.map(Number);
    const wrong = numbersFault(words, numbers);
    const elsewhere = image >= names.count || !names.isAt(image, name);
    if (wrong === undefined && elsewhere) {
      const expected = image < names.count ? `"${names.at(image)}"` : "the end";
      faults.push(`${path}:${line}: "${name}", expected ${expected}, the order of ${source}`);
      break; // After a line too many or too few every other one would be told.
    }
    const fault = wrong ?? take(image, numbers);
    if (fault !== undefined) faults.push(`${path}:${line}: ${fault}`);
    image++;
  }
  if (faults.length > 0) throw faultsError(faults);
  if (image !== names.count) throw new UserError(`${path}: ${image} images, expected ${names.count} as in ${source}`);
}

function numbersFault(words: readonly string[], numbers: readonly number[]): string | undefined {
  if (words.length !== pointNumbers + 1)
    return `${words.length} values after the name, expected ${pointNumbers + 1} (x1 y1 .. x5 y5 score)`;
  const odd = numbers.findIndex((number) => !Number.isFinite(number));
  return odd < 0 ? undefined : `"${words[odd]}", expected a number`;
}
