const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const letterValues = new Map([...alphabet].map((letter, value) => [letter, value]));
const bitsPerLetter = 6;

/** A few bytes can stand for gigabytes, and nobody has checked the key, which is among them. */
const charactersMax = 5_000_000;

/** Codes that stand for no phrase: a new character of 8 or 16 bits follows, or the text ends. */
const codes = { character8: 0, character16: 1, end: 2 };

/**
 * Decompresses the base64 form of `lz-string`, which `posthog-node` 3 and 4 send if `captureMode` is
 * `form`. The library itself cannot limit the size of its output.
 *
 * Undefined if the text is not of this form, or longer than 5 million characters.
 */
export function decompressLz64(text: string): string | undefined {
  const bits = createBitReader(text);
  const readCharacter = (code: number | undefined) => {
    if (code !== codes.character8 && code !== codes.character16) return undefined;
    const value = bits.read(code === codes.character8 ? 8 : 16);
    return value === undefined ? undefined : String.fromCharCode(value);
  };
  const start = bits.read(2);
  if (start === codes.end) return '';
  let previous = readCharacter(start);
  if (previous === undefined) return undefined;
  let output = previous;

  const phrases = ['', '', '', previous];
  let width = 3;
  /** Phrases that can be added until codes get another bit. */
  let room = 4;
  const add = (phrase: string) => {
    phrases.push(phrase);
    room -= 1;
    if (room > 0) return;
    room = 2 ** width;
    width += 1;
  };
  while (output.length <= charactersMax) {
    let code = bits.read(width);
    if (code === undefined) return undefined;
    if (code === codes.end) return output;
    if (code < codes.end) {
      const character = readCharacter(code);
      if (character === undefined) return undefined;
      code = phrases.length;
      add(character);
    }
    // A code may stand for the phrase that is about to be added.
    const phrase: string | undefined =
      code === phrases.length ? previous + previous.charAt(0) : phrases[code];
    if (phrase === undefined) return undefined;
    output += phrase;
    add(previous + phrase.charAt(0));
    previous = phrase;
  }
  return undefined;
}

/** Reads numbers whose lowest bit comes first from letters whose highest bit comes first. */
function createBitReader(text: string) {
  let position = 0;
  return {
    /** Undefined at the end of the text. */
    read(width: number): number | undefined {
      let number = 0;
      for (let bit = 0; bit < width; bit += 1) {
        const letter = letterValues.get(text.charAt(Math.floor(position / bitsPerLetter)));
        if (letter === undefined) return undefined;
        const shift = bitsPerLetter - 1 - (position % bitsPerLetter);
        number += ((letter >> shift) & 1) * 2 ** bit;
        position += 1;
      }
      return number;
    },
  };
}
