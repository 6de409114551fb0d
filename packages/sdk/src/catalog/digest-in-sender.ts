/** The first 32 bits of what follows the point. */
const fraction = (value: number): number => ((value - Math.floor(value)) * 2 ** 32) | 0;

/** What FIPS 180-4 makes of the first 64 primes: of their cube roots, and of the square roots of eight. */
function makeConstants(): { rounds: number[]; initial: number[] } {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < 64; candidate += 1) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  return {
    rounds: primes.map((prime) => fraction(Math.cbrt(prime))),
    initial: primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime))),
  };
}

const rotate = (word: number, bits: number): number => (word >>> bits) | (word << (32 - bits));

/**
 * In place of `digest.ts` in the sender: node:crypto would take two megabytes of it, which nothing else
 * needs where an endpoint has no TLS.
 */
export function sha256(text: string): string {
  const { rounds, initial: state } = makeConstants();
  const bytes = Buffer.from(text);
  const blockBytes = 64;
  // A bit after the text, and its length in bits as 64 bits at the end of the last block.
  const padded = Buffer.alloc(Math.ceil((bytes.length + 9) / blockBytes) * blockBytes);
  bytes.copy(padded);
  padded[bytes.length] = 0x80;
  padded.writeBigUInt64BE(BigInt(bytes.length) * 8n, padded.length - 8);
  const words = new Int32Array(64);
  for (let start = 0; start < padded.length; start += blockBytes) {
    for (let index = 0; index < 64; index += 1) {
      if (index < 16) {
        words[index] = padded.readInt32BE(start + index * 4);
        continue;
      }
      const [early = 0, late = 0] = [words[index - 15], words[index - 2]];
      const low = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
      const high = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
      words[index] = (words[index - 16] ?? 0) + low + (words[index - 7] ?? 0) + high;
    }
    let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
    for (let index = 0; index < 64; index += 1) {
      const mixed = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
      const chosen = (e & f) ^ (~e & g);
      const first = (h + mixed + chosen + (rounds[index] ?? 0) + (words[index] ?? 0)) | 0;
      const second = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
    }
    for (const [index, word] of [a, b, c, d, e, f, g, h].entries()) {
      state[index] = ((state[index] ?? 0) + word) | 0;
    }
  }
  return state.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}
