import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { isMap, isScalar, type Pair, parseDocument } from 'yaml';
import { ConfigurationFileError } from '../cli-error.js';
import { adviseOnFile } from './advise-on-file.js';

/** The fields that `orbit init` can set in a project's marker, in addition to its id. */
export interface MarkerFields {
  applicationId?: string;
  telemetryEndpoint?: string;
  telemetryKeepFlushed?: boolean;
  telemetryDisabled?: boolean;
}

/**
 * Sets fields in the marker's text. Only their values are replaced, and missing fields are added at
 * the end; comments, unknown fields and formatting stay.
 *
 * @throws Error if the text is not YAML with lines of `key: value`.
 */
export function setMarkerFields(text: string, fields: MarkerFields): string {
  return Object.entries(fields).reduce(
    (edited, [key, value]) => (value === undefined ? edited : setField(edited, key, `${value}`)),
    text,
  );
}

function setField(text: string, key: string, value: string): string {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error !== undefined) throw error;
  const { contents } = document;
  if (contents !== null && !(isMap(contents) && contents.flow !== true)) {
    throw new Error('It is not written in lines of key: value.');
  }
  const pair = contents?.items.find(({ key: node }: Pair) => isScalar(node) && node.value === key);
  if (pair === undefined) {
    const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
    const separator = text === '' || text.endsWith('\n') ? '' : lineEnd;
    return `${text}${separator}${key}: ${value}${lineEnd}`;
  }
  const range = isScalar(pair.value) ? pair.value.range : undefined;
  if (range === undefined || range === null) throw new Error(`Its ${key} is not one value.`);
  const [start, end] = range;
  const blank = start === end && text[start - 1] === ':' ? ' ' : '';
  return `${text.slice(0, start)}${blank}${value}${text.slice(end)}`;
}

const longestMarker = 1_000_000;

/**
 * Sets fields in an existing marker file.
 *
 * @throws ConfigurationFileError if it cannot be read, parsed or written.
 */
export function writeMarkerFields(path: string, fields: MarkerFields): void {
  const draft = `${path}.${process.pid}.tmp`;
  try {
    const status = statSync(path);
    // A pipe or a device might never end, and a long file would take long to parse.
    if (!status.isFile() || status.size > longestMarker)
      throw new Error('It is not a file, or too long to be a marker.');
    const text = setMarkerFields(readFileSync(path, 'utf8'), fields);
    writeFileSync(draft, text, { flag: 'wx', mode: status.mode });
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw new ConfigurationFileError(`${path} cannot be changed.`, {
      hint: adviseOnFile(error),
      cause: error,
    });
  }
}
