import { csvHeader, csvLine, type ExportedEvent } from '@sonde/analytics';
import { renderParquet } from './render-parquet.js';

/** Turns the lines of an export into the content of a file. */
export type RenderExport = (lines: AsyncIterable<string[]>) => AsyncIterable<string | Uint8Array>;

export type ExportFormat = 'ndjson' | 'csv' | 'parquet';

export const exportFormats: Readonly<Record<ExportFormat, RenderExport>> = {
  ndjson: renderNdjson,
  csv: renderCsv,
  parquet: renderParquet,
};

async function* renderNdjson(lines: AsyncIterable<string[]>): AsyncGenerator<string> {
  for await (const some of lines) yield `${some.join('\n')}\n`;
}

async function* renderCsv(lines: AsyncIterable<string[]>): AsyncGenerator<string> {
  yield csvHeader;
  for await (const some of lines) {
    yield some.map((line) => csvLine(JSON.parse(line) as ExportedEvent)).join('');
  }
}
