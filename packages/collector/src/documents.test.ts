import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defaultLimits, type ErrorEntry, errorTable } from '@sonde/protocol';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readConfigFile } from './config-file.js';
import { publishedSchema } from './config-file-schema.js';
import { noCatalogs } from './ingest/judge-event.js';
import { normaliseRequest, readRequest } from './ingest/normalise-request.js';
import { createTestDirectory, runProcess } from './testing/collector-process.js';

const documentPath = (name: string) =>
  fileURLToPath(new URL(`../../../docs/${name}`, import.meta.url));
const readDocument = (name: string) => readFileSync(documentPath(name), 'utf8');

/** The fenced blocks of a document in this language. */
function blocks(name: string, language: string): string[] {
  const pattern = new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'gm');
  return [...readDocument(name).matchAll(pattern)].map(([, block = '']) => block);
}

const directory = createTestDirectory();
afterAll(() => directory.remove());

test('docs/errors.md is the table of errors', async () => {
  const entries = Object.entries<ErrorEntry>(errorTable).map(
    ([code, { status, title, action }]) =>
      `- \`${code}\`${status === null ? '' : ` (${status})`}: ${title} ${action}`,
  );
  const text = `# Errors

Look up here what an error code means and what to do. Codes stay the same between versions. An HTTP response carries its code in an \`application/problem+json\` body:

\`\`\`json
{
  "type": "about:blank",
  "status": 429,
  "code": "overloaded",
  "title": "${errorTable.overloaded.title}",
  "detail": "20012 events wait to be stored",
  "action": "${errorTable.overloaded.action}",
  "request_id": "5f0c2a1b-3k"
}
\`\`\`

\`request_id\` is also in the \`x-request-id\` header and the collector's log. \`Retry-After\` gives the seconds to wait, if waiting helps.

Codes without a status:

- \`event_…\`, in a 202 response: why an event was quarantined ([protocol](protocol.md)).
- \`catalog_…\`, in the \`catalog_refused\` of a 202 response: why a catalog was refused. \`sonde catalog\` prints them, too.
- \`openid_…\`, on the sign-in page.
- The others, on stderr: why the collector did not start ([operating](operating.md)), or what \`sonde\` found ([command line](command-line.md)). The exit code is then 1, or 2 for a usage error or an invalid setting.

Each entry says what happened, then what to do.

${entries.join('\n')}
`;
  // To update the page: `npx vitest run packages/collector/src/documents.test.ts -u`.
  await expect(text).toMatchFileSnapshot(documentPath('errors.md'));
});

test('sonde-config.schema.json is the schema of the configuration file', async () => {
  const path = fileURLToPath(new URL('../sonde-config.schema.json', import.meta.url));
  await expect(`${JSON.stringify(publishedSchema, null, 2)}\n`).toMatchFileSnapshot(path);
});

describe('docs/protocol.md', () => {
  const numbers: [keyof typeof defaultLimits, string][] = [
    ['bodyBytes', '1,000,000 bytes'],
    ['decompressedBytes', '8,000,000 bytes'],
    ['clientBodyBytes', '5,000,000 bytes'],
    ['clientDecompressedBytes', '8,000,000 bytes'],
    ['eventsPerRequest', '2,000'],
    ['eventBytes', '32,000 bytes'],
    ['propertiesPerEvent', '64'],
    ['eventNameCharacters', '128'],
    ['idCharacters', '128'],
    ['propertyKeyCharacters', '64'],
    ['stringValueCharacters', '1,024'],
    ['itemsPerList', '64'],
    ['pastDays', '7'],
    ['futureDays', '1'],
  ];

  test('names every limit with its value', () => {
    expect(numbers.map(([name]) => name).sort()).toEqual(Object.keys(defaultLimits).sort());
    const document = readDocument('protocol.md');
    for (const [name, value] of numbers) {
      expect(Number(value.replaceAll(/\D/g, ''))).toBe(defaultLimits[name]);
      expect(document).toMatch(new RegExp(`\\| \`${name}\` \\|[^|]*\\| ${value} \\|`));
    }
  });

  test('its requests are accepted', () => {
    const requests = blocks('protocol.md', 'json').filter((text) => /"events?"/.test(text));
    expect(requests.length).toBeGreaterThan(2);
    for (const text of requests) {
      const read = readRequest(Buffer.from(text), defaultLimits);
      const { batch, rejected } = normaliseRequest(read, {
        ...{ project: 'default', tool: '', receivedAt: Date.now(), limits: defaultLimits },
        judgement: { policy: 'quarantine', catalogs: noCatalogs },
      });
      expect([batch.quarantined, rejected]).toEqual([[], []]);
      expect(batch.events.length).toBeGreaterThan(0);
    }
  });

  test('names only existing codes', () => {
    const codes = readDocument('protocol.md').matchAll(
      /`((?:event|body|store|disk|key)_[a-z_]+)`/g,
    );
    for (const [, code] of codes) expect(Object.keys(errorTable)).toContain(code);
  });
});

describe('docs/operating.md', () => {
  test('contains the printed help', async () => {
    const { stdout } = await runProcess(['serve', '--help']);
    expect(blocks('operating.md', 'text')).toContain(stdout);
  });

  test('its configuration file is valid', async () => {
    const [text = ''] = blocks('operating.md', 'yaml');
    const path = directory.path('sonde.yaml');
    const catalogs = Object.values<{ catalogs?: string[] }>(parse(text).projects).flatMap(
      ({ catalogs = [] }) => catalogs,
    );
    for (const file of catalogs) {
      writeFileSync(
        directory.path(file),
        '{"format":1,"tool":"orbit","consent_version":1,"invocation_properties":{},"events":[],"flows":[]}',
      );
    }
    writeFileSync(path, text);
    const { projects, keyless } = await readConfigFile(path);
    expect(projects).toMatchObject([
      { id: 'default', title: 'Orbit', retentionMonths: 24, undeclared: 'quarantine' },
      { id: 'nightly', title: 'nightly', retentionMonths: null },
    ]);
    expect(keyless).toMatchObject({ project: 'default', header: 'x-orbit-env' });
  });
});

test('the configuration file of docs/forwarders.md is valid', async () => {
  const [text = ''] = blocks('forwarders.md', 'yaml');
  for (const name of ['amplitude-key', 'webhook-secret']) {
    writeFileSync(directory.path(name), 'a-key');
  }
  const path = directory.path('forwarders.yaml');
  writeFileSync(path, text);
  const { forwarders = [] } = await readConfigFile(path);
  expect(forwarders.map(({ type }) => type)).toEqual(['amplitude', 'webhook']);
});
