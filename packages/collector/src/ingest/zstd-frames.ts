import { Decompress } from 'fzstd';

const frameMagic = 0xfd2fb528;
/** Skippable frames carry any of sixteen magic numbers that differ in the last four bits. */
const skippableMagic = 0x184d2a50;

/** What a frame may ask the decompressor to allocate; the format's recommended minimum. */
const windowBytesMax = 8 * 1024 * 1024;

/** The data is not a complete sequence of Zstandard frames that may be decompressed here. */
class ZstdFormatError extends Error {}

/** The decompressed data exceeds the limit. */
export class ZstdSizeError extends Error {}

/**
 * Decompresses Zstandard frames to at most `bytesMax` bytes.
 *
 * Throws {@link ZstdFormatError} or {@link ZstdSizeError}; never allocates much more than
 * `bytesMax` and one window.
 */
export function decompressZstd(data: Buffer, bytesMax: number): Buffer {
  checkFrames(data);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const decompressor = new Decompress((chunk) => {
    bytes += chunk.length;
    if (bytes > bytesMax) throw new ZstdSizeError(`more than ${bytesMax} bytes`);
    chunks.push(chunk);
  });
  try {
    decompressor.push(data, true);
  } catch (error) {
    if (error instanceof ZstdSizeError) throw error;
    throw new ZstdFormatError('not valid Zstandard data', { cause: error });
  }
  return Buffer.concat(chunks, bytes);
}

/**
 * Walks the frames without decompressing.
 *
 * The decompressor allocates the window a frame's header asks for, up to 2 GB, before it looks at
 * the data: so every header is looked at first.
 */
function checkFrames(data: Buffer): void {
  let position = 0;
  while (position < data.length) position = checkFrame(data, position);
}

function checkFrame(data: Buffer, start: number): number {
  try {
    const magic = data.readUInt32LE(start);
    if ((magic & 0xfffffff0) >>> 0 === skippableMagic) {
      return within(data, start + 8 + data.readUInt32LE(start + 4));
    }
    if (magic !== frameMagic) throw new ZstdFormatError('not a Zstandard frame');
    const descriptor = data.readUInt8(start + 4);
    const singleSegment = (descriptor & 0x20) !== 0;
    const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0;
    const sizeFlag = descriptor >> 6;
    const sizeBytes = sizeFlag === 0 ? (singleSegment ? 1 : 0) : 1 << sizeFlag;
    let position = start + 5;
    let window: number;
    if (singleSegment) {
      position += dictionaryBytes;
      window = readContentSize(data, position, sizeBytes);
    } else {
      const windowDescriptor = data.readUInt8(position);
      const base = 2 ** (10 + (windowDescriptor >> 3));
      window = base + (base / 8) * (windowDescriptor & 7);
      position += 1 + dictionaryBytes;
    }
    if (window > windowBytesMax) throw new ZstdSizeError(`a window of ${window} bytes`);
    position += sizeBytes;
    for (let last = false; !last; ) {
      const header = data.readUIntLE(position, 3);
      last = (header & 1) === 1;
      const runLength = ((header >> 1) & 3) === 1;
      position += 3 + (runLength ? 1 : header >> 3);
    }
    return within(data, position + (descriptor & 4));
  } catch (error) {
    if (error instanceof RangeError) throw new ZstdFormatError('truncated', { cause: error });
    throw error;
  }
}

function within(data: Buffer, position: number): number {
  if (position > data.length) throw new ZstdFormatError('truncated');
  return position;
}

function readContentSize(data: Buffer, position: number, bytes: number): number {
  if (bytes === 1) return data.readUInt8(position);
  if (bytes === 2) return data.readUInt16LE(position) + 256;
  if (bytes === 4) return data.readUInt32LE(position);
  return Number(data.readBigUInt64LE(position));
}
