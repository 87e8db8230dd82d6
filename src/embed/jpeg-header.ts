/** What the segments before the first scan of a JPEG say (ITU-T T.81, annex B; Exif 2.3; Adobe technical note 5116). */
export interface JpegHeader {
  /** Frame marker: 0xc0 baseline, 0xc2 progressive, 0xc9 and up arithmetic coding. */
  readonly frame: number;
  /** Bits a sample. */
  readonly precision: number;
  readonly width: number;
  readonly height: number;
  readonly components: readonly { readonly id: number; readonly across: number; readonly down: number }[];
  /** Colour transform of the Adobe segment: 0 none, 1 YCbCr, 2 YCCK; null without one. */
  readonly adobe: number | null;
  readonly exif: boolean;
}

/** Header of a JPEG; null when there is no whole one. */
export function readJpegHeader(bytes: Uint8Array): JpegHeader | null {
  let frame: Omit<JpegHeader, "adobe" | "exif"> | null = null;
  let adobe: number | null = null;
  let exif = false;
  for (let at = 2; at + 4 <= bytes.length;) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1];
    if (marker === 0xff) {
      at++; // a fill byte
      continue;
    }
    if (marker === 0xda) return frame && { ...frame, adobe, exif };
    const end = at + 2 + ((bytes[at + 2] << 8) | bytes[at + 3]);
    if (end > bytes.length) return null;
    const body = bytes.subarray(at + 4, end);
    if (isFrame(marker)) frame = readFrame(marker, body);
    else if (marker === 0xe1 && startsWith(body, "Exif")) exif = true;
    else if (marker === 0xee && startsWith(body, "Adobe")) adobe = body[11];
    at = end;
  }
  return null;
}

/** SOF0 .. SOF15; the three numbers between are Huffman tables, an extension and arithmetic conditioning. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

const startsWith = (body: Uint8Array, text: string): boolean =>
  Buffer.from(body.subarray(0, text.length)).toString("latin1") === text;

function readFrame(marker: number, body: Uint8Array): Omit<JpegHeader, "adobe" | "exif"> {
  const components = Array.from({ length: body[5] }, (_, i) => {
    const [id, sampling] = body.subarray(6 + 3 * i);
    return { id, across: sampling >> 4, down: sampling & 15 };
  });
  return {
    frame: marker,
    precision: body[0],
    height: (body[1] << 8) | body[2],
    width: (body[3] << 8) | body[4],
    components,
  };
}
