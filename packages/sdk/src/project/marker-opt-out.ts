/*
 * Finds an opt-out in a marker without parsing YAML. A line counts as one unless it certainly is not, so
 * that every way of writing `telemetryDisabled: true` is found. All of it takes linear time: no expression
 * below can match the same characters in two ways.
 */

const name = /telemetryDisabled/gi;

const countNames = (text: string): number => text.match(name)?.length ?? 0;

/** Resolves the escapes in double quotes that can be part of a name: numeric characters, and joined lines. */
const decodeEscapes = (text: string): string =>
  text.replace(/\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|(?:\r\n?|\n)\s*)/g, (escaped) => {
    const code = Number.parseInt(escaped.slice(2), 16);
    return code >= 0 ? String.fromCharCode(code % 0x1_0000) : '';
  });

const count = (line: string, character: string): number => line.split(character).length - 1;

/** Whether a quoted text that starts on this line may continue on the next one. */
export function mayLeaveQuoteOpen(line: string): boolean {
  if (!/["']/.test(line)) return false;
  const bare = line.replace(/\\./g, '');
  const single = count(bare, "'");
  const double = count(bare, '"');
  return single % 2 === 1 || double % 2 === 1 || (single > 0 && double > 0);
}

/** Some parsers end a line at the last three characters. */
const comment = /^[ \t]*#[^\x85\u2028\u2029]*$/;

/** The value is false, and the line has nothing else. */
const refusal =
  /^[ \t]*(?:telemetryDisabled|"telemetryDisabled"|'telemetryDisabled')[ \t]*:[ \t]+(?:false|no|off|"(?:false|no|off)"|'(?:false|no|off)')(?:[ \t]+#[^\x85\u2028\u2029]*|[ \t]*)$/i;

const indentationOf = (line: string): number => line.search(/[^ \t]|$/);

/** Whether a value can continue on the next line that is not empty or a comment. */
function continues(line: string, next: string): boolean {
  if (/^(?:---|\.\.\.|[ \t]*[}\],])/.test(next)) return false;
  return indentationOf(next) > indentationOf(line) || !/[:?-]/.test(next);
}

/** Whether a marker's text opts out of telemetry. */
export function findOptOut(text: string): boolean {
  const names = countNames(text);
  if (text.includes('\\') && countNames(decodeEscapes(text)) > names) return true;
  if (names === 0) return false;
  let mayBeQuoted = false;
  let refused: string | undefined;
  for (const line of text.split(/\r\n?|\n/)) {
    if (!/[^ \t]/.test(line)) continue;
    const nameAt = line.search(name);
    if (comment.test(line)) {
      // Inside a quoted text, what looks like a comment may be the end of the text and a field.
      const quoteAt = line.search(/["']/);
      if (mayBeQuoted && quoteAt >= 0 && quoteAt < nameAt) return true;
      continue;
    }
    if (refused !== undefined && continues(refused, line)) return true;
    refused = nameAt >= 0 ? line : undefined;
    mayBeQuoted ||= mayLeaveQuoteOpen(line);
    if (nameAt >= 0 && !refusal.test(line)) return true;
  }
  return false;
}
