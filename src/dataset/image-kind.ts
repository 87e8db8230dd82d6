/** File forms of images that begin with a mark of their own. */
const marks: readonly (readonly [kind: string, test: (start: Buffer) => boolean])[] = [
  ["JPEG", (b) => b[0] === 0xff && b[1] === 0xd8 && b[2] === 0xff],
  ["PNG", (b) => b.subarray(0, 8).equals(Buffer.from("\x89PNG\r\n\x1a\n", "latin1"))],
  ["WebP", (b) => b.toString("latin1", 0, 4) === "RIFF" && b.toString("latin1", 8, 12) === "WEBP"],
  ["GIF", (b) => /^GIF8[79]a/.test(b.toString("latin1", 0, 6))],
  ["TIFF", (b) => /^(?:II\*\0|MM\0\*)/.test(b.toString("latin1", 0, 4))],
  ["PNM", (b) => /^P[1-6][\s#]/.test(b.toString("latin1", 0, 3))],
  // A bitmap's header has a size of its own at byte 14: two letters alone could begin any text.
  [
    "BMP",
    (b) =>
      b.toString("latin1", 0, 2) === "BM" && b.length > 18 && [12, 40, 52, 56, 108, 124].includes(b.readUInt32LE(14)),
  ],
];

/** "JPEG", "PNG" ... by an image's first bytes (20 tell all), or undefined for anything else. */
export const imageKind = (start: Buffer): string | undefined => marks.find(([, test]) => test(start))?.[0];
