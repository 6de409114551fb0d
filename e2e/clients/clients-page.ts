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
  return [failed > 0 ? `${failed}` : '', silent].filter(Boolean).join(', ') || '0';
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

Keep a client that you have: give it the collector's address, and a [write key](operating.md#projects-and-keys) in place of its own key.

| client | address | key |
|---|---|---|
| Segment, Customer.io | \`host\` | \`writeKey\` |
| RudderStack | \`dataPlaneUrl\` | first argument |
| Jitsu | \`host\` | \`writeKey: 'x:<key>'\` |
| PostHog | \`host\` | project API key |
| Amplitude | \`serverUrl\`, with \`/2/httpapi\` | API key |
| Mixpanel | \`host: '<name>:<port>'\`, \`protocol\` | token |
| OpenPanel | \`apiUrl\` | \`clientSecret\` |
| Snowplow | \`endpoint\` | \`appId\` |
| Countly | \`url\` | \`app_key\` |
| Umami | \`hostUrl\` | \`websiteId\` |
| Matomo | with \`/matomo.php\` | \`token_auth\` |

Names, ids, times and properties are kept. Identify becomes \`$identify\` with the traits in \`$set\`, alias \`$create_alias\`, group \`$groupidentify\`; what a client says of itself is in \`$context\`. Alias and merge make two ids [one person](numbers.md#person). There are no feature flags. Content is never refused, as a client would drop it: what cannot be read is quarantined, and what is [undeclared](catalog.md#undeclared-events), if the project says so. No catalog can declare nested objects. On the pages, each event is an invocation without a command. Where keys are required, a wrong one is refused, counted in \`sonde_ingest_refused_total\` and logged. Clients without a key need [\`keyless\`](operating.md#the-configuration-file).

Each of these recorded 1,000 events, for real, last on ${date}, while the collector, on a [handed-over socket](operating.md), was killed, paused and restarted, and its disk filled up:

|client|lost by itself|lost here|stored|
|---|---|---|---|
${rows.join('\n')}

- *Lost by itself*: events that the client gave up; *silently*, if it does not say which. Some of them are stored: the client did not get the response.
- *Lost here*: events that the client reports as delivered, and that are not in the export.
- *At least once*: the client's events have no id. Only OpenPanel's client repeats requests; a repeat after a cut response may count twice.

Amplitude's client drops a batch when a connection is refused or cut. Over ten graceful restarts with such a socket it kept all.

\`npm run test:clients\` repeats this, also behind nginx, HAProxy and Caddy.
`,
  );
}
