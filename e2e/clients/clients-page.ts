import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Client } from './clients.js';

/** The page that `npm run test:clients -- -u` writes. */
const pagePath = fileURLToPath(new URL('../../docs/clients.md', import.meta.url));

/** What was seen of a client that recorded a thousand events. */
export interface Finding {
  client: Client;
  /** Lost, as the client reports. */
  failed: number;
  /** The client has said nothing about them. */
  unreported: number;
  storedTwice: number;
}

/** The start of a client's row. */
const rowStart = ({ family, version }: Client): string => `|${family.title} ${version}|`;

const loses = ({ failed, unreported }: Finding): string => {
  const silent = unreported > 0 ? `${unreported} silently` : '';
  return [failed > 0 ? `${failed}` : '', silent].filter(Boolean).join(', ') || '–';
};

export function writePage(findings: readonly Finding[]): void {
  const rows = findings.map((finding) => {
    const { client } = finding;
    const often = client.family.hasIds ? 'exactly' : 'at least';
    return `${rowStart(client)}${loses(finding)}|0|${often} once|`;
  });
  const date = new Date().toISOString().slice(0, 10);
  writeFileSync(
    pagePath,
    `# Clients of other vendors

Keep a client that you have: change its address to the collector's, and use a write key in place of its own. These were run for real, last on ${date}. Each recorded 1,000 events while the collector was killed, paused and restarted, and its disk filled up:

|client|lost by itself|lost here|stored|
|---|---|---|---|
${rows.join('\n')}

- *Lost by itself*: events that the client gave up, and reports so. *Silently*: without a report.
- *Lost here*: events that the client reports as delivered, and that are not in the export.
- *At least once*: the client's events have no id, so what it sends twice counts twice.

During a restart a [handed-over socket](operating.md) refuses no connection; Amplitude's client loses a batch at the first refusal.

\`npm run test:clients\` repeats this, also behind nginx, HAProxy and Caddy; with \`-- -u\` it writes this page.
`,
  );
}
