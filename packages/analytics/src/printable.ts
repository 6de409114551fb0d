/** Removes characters that control terminals, end lines or hide text, which may come from anyone. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are removed here
  const unsafe = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/gu;
  return text.replaceAll(unsafe, '\ufffd');
}
