import { decodeBySharp, decodeImage } from "../../embed/decode.js";
import { pictureSamples, type PictureSample } from "./picture-samples.js";

/** What became of each form's picture: null where its pixels came out right. */
export type PictureAnswer = readonly { readonly form: string; readonly fault: string | null }[];

/** Decodes a picture of each form, JPEG by both of its decoders. Also what each thread of `threads-worker` does. */
export default async function decodeSamples(): Promise<PictureAnswer> {
  const answers: { form: string; fault: string | null }[] = [];
  for (const sample of pictureSamples) answers.push({ form: sample.form, fault: await faultOf(sample) });
  return answers;
}

async function faultOf({ form, file, first, last }: PictureSample): Promise<string | null> {
  try {
    const bytes = Buffer.from(file, "base64");
    const decoded = [await decodeImage(bytes), ...(form === "JPEG" ? [await decodeBySharp(bytes, form)] : [])];
    const wrong = decoded.find(({ data }) => !isAt(data, 0, first) || !isAt(data, data.length - 3, last));
    return wrong === undefined ? null : `its pixels come out wrong: ${Array.from(wrong.data.subarray(0, 3)).join(" ")}`;
  } catch (error) {
    return (error as Error).message.split("\n")[0];
  }
}

const isAt = (data: Uint8Array, at: number, pixel: readonly number[]): boolean =>
  pixel.every((value, i) => data[at + i] === value);
