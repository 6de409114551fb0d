import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Client, clients } from './clients.js';

/** The page that `npm run test:clients -- -u` writes. */
export const pagePath = fileURLToPath(new URL('../../docs/clients.md', import.meta.url));

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
export const rowStart = ({ family, version }: Client): string => `|${family.title} ${version}|`;

const loses = ({ failed, unreported }: Finding): string => {
  const silent = unreported > 0 ? `${unreported} silently` : '';
  return [failed > 0 ? `${failed}` : '', silent].filter(Boolean).join(', ') || '–';
};

function describeRow(finding: Finding): string {
  const often = finding.client.family.hasIds ? 'exactly' : 'at least';
  return `${rowStart(finding.client)}${loses(finding)}|0|${often} once|`;
}

/** Writes the page; clients without a finding keep their rows. */
export function writePage(findings: readonly Finding[]): void {
  const present = existsSync(pagePath) ? readFileSync(pagePath, 'utf8').split('\n') : [];
  const rows = clients.flatMap((client) => {
    const finding = findings.find((one) => one.client.name === client.name);
    if (finding !== undefined) return [describeRow(finding)];
    return present.filter((line) => line.startsWith(rowStart(client)));
  });
  const date = new Date().toISOString().slice(0, 10);
  writeFileSync(
    pagePath,
    `# Clients of other vendors

Keep a client that you have: give it the collector's address, and a [write key](operating.md) in place of its own: as \`x:<key>\` for Jitsu, \`appId\` for Snowplow, \`token_auth\` for Matomo, \`websiteId\` for Umami, \`clientSecret\` for OpenPanel.

Each of these recorded 1,000 events, for real, last on ${date}, while the collector was killed, paused and restarted, and its disk filled up:

|client|lost by itself|lost here|stored|
|---|---|---|---|
${rows.join('\n')}

- *Lost by itself*: events that the client gave up; *silently*, if it does not say which. Some of them are stored: the client did not get the response.
- *Lost here*: events that the client reports as delivered, and that are not in the export.
- *At least once*: the client's events have no id. A repeat is recognised, unless the collector was killed in between.

A graceful restart with a [handed-over socket](operating.md) and \`--stop-delay 3\` loses nothing: Amplitude's client, which drops a batch when a connection is refused or cut, kept all over ten of them.

\`npm run test:clients\` repeats this, also behind nginx, HAProxy and Caddy; with \`-- -u\` it writes this page.
`,
  );
}
