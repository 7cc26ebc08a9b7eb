import { DomainError } from '../errors/domain-error.js';

/** How what gzip, zstd and xz write begins. No text does: none of them is UTF-8, nor UTF-16 with a byte order mark. */
const magics = [
  [0x1f, 0x8b],
  [0x28, 0xb5, 0x2f, 0xfd],
  [0xfd, 0x37, 0x7a, 0x58, 0x5a],
].map((bytes) => Buffer.from(bytes));

/** Whether bytes are compressed, by their beginning. */
export function isCompressed(bytes: Uint8Array): boolean {
  return magics.some((magic) => magic.equals(bytes.subarray(0, magic.length)));
}

/** The refusal of what is compressed: it could unfold to any size. */
export function compressionRefused(): DomainError {
  return new DomainError('unsupported-media-type', 'What came is compressed: send it as it is.');
}
