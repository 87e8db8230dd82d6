// A block: some hundred vectors of one recipe, the digests of their images, and where the vectors came from.
// Its head and its vectors are two records, each with a checksum. CRC-32 guards against bad disks, not against forgers,
// and at 5 GB/s costs a third of what SHA-256 does.
import { crc32 } from "node:zlib";

/** Bytes of an image's digest. */
export const DIGEST_BYTES = 32;

const MAGIC = 0x4d464231;
const FIXED_BYTES = 32;

/** What made a vector. */
export interface Origin {
  /** Execution provider: cpu, cuda ... */
  readonly provider: string;
  /** Name and version of the runtime. */
  readonly runtime: string;
}

/** What is known of a block without reading its vectors. */
export interface BlockHead {
  readonly rows: number;
  readonly dim: number;
  readonly origin: Origin;
  /** Milliseconds since 1970. */
  readonly writtenAt: number;
  /** CRC-32 of the vectors' bytes. */
  readonly checksum: number;
  /** `rows` x 32 bytes. */
  readonly digests: Uint8Array;
}

/** Magic, rows, dim, vectors' CRC, writtenAt (8), origin's length, head's CRC; then the origin as JSON, then the digests. */
export function packHead(head: BlockHead): Buffer {
  const origin = Buffer.from(JSON.stringify({ provider: head.origin.provider, runtime: head.origin.runtime }));
  const bytes = Buffer.concat([Buffer.alloc(FIXED_BYTES), origin, head.digests]);
  bytes.writeUInt32LE(MAGIC, 0);
  bytes.writeUInt32LE(head.rows, 4);
  bytes.writeUInt32LE(head.dim, 8);
  bytes.writeUInt32LE(head.checksum, 12);
  bytes.writeDoubleLE(head.writtenAt, 16);
  bytes.writeUInt32LE(origin.length, 24);
  bytes.writeUInt32LE(headChecksum(bytes), 28);
  return bytes;
}

/** The head in `bytes`, or null where they are damaged. */
export function unpackHead(bytes: Buffer): BlockHead | null {
  if (bytes.length < FIXED_BYTES || bytes.readUInt32LE(0) !== MAGIC) return null;
  if (bytes.readUInt32LE(28) !== headChecksum(bytes)) return null;
  const rows = bytes.readUInt32LE(4);
  const digestsAt = FIXED_BYTES + bytes.readUInt32LE(24);
  if (bytes.length !== digestsAt + rows * DIGEST_BYTES) return null;
  return {
    rows,
    dim: bytes.readUInt32LE(8),
    checksum: bytes.readUInt32LE(12),
    writtenAt: bytes.readDoubleLE(16),
    origin: JSON.parse(bytes.toString("utf8", FIXED_BYTES, digestsAt)) as Origin,
    digests: bytes.subarray(digestsAt),
  };
}

const headChecksum = (bytes: Buffer): number => crc32(bytes.subarray(FIXED_BYTES), crc32(bytes.subarray(0, 28)));

/** CRC-32 of a block's vectors as they lie on disk. */
export const checksumOf = (vectors: Uint8Array): number => crc32(vectors);

/** Whether `vectors` are those that `head` was written with. */
export const matches = (
  head: Pick<BlockHead, "rows" | "dim" | "checksum">,
  vectors: Uint8Array | undefined,
): vectors is Uint8Array =>
  vectors !== undefined && vectors.length === head.rows * head.dim * 4 && checksumOf(vectors) === head.checksum;

/** The bytes of float32 values, without a copy. The cache is little endian, as every platform with these packages is. */
export const bytesOf = (values: Float32Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
