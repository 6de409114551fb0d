import { printable } from '@sonde/analytics/format';
import type { ReleaseFinding } from '../team/records.js';
import { describeChange, releaseAddress } from './describe-change.js';

export interface FeedOptions {
  /** The project's title. */
  title: string;
  /** Address of the feed, which is also its id. */
  self: string;
  /** Where people open the pages. */
  origin: string;
  /** The last change first. */
  findings: readonly ReleaseFinding[];
}

/** An Atom feed (RFC 4287) with one entry for each release that got worse. */
export function renderFeed({ title, self, origin, findings }: FeedOptions): string {
  const updated = new Date(findings[0]?.changed_at ?? 0).toISOString();
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <id>${escapeXml(self)}</id>
  <title>${escapeXml(`${title}: what got worse`)}</title>
  <updated>${updated}</updated>
  <author><name>Sonde</name></author>
  <link rel="self" type="application/atom+xml" href="${escapeXml(self)}"/>
${findings.map((finding) => renderEntry(origin, finding)).join('')}</feed>
`;
}

function renderEntry(origin: string, finding: ReleaseFinding): string {
  const { id, tool, version, previous_version, worse, found_at, changed_at } = finding;
  const release = `${tool || 'Tool unknown'} ${version}`;
  const count = worse.length === 1 ? '1 rate' : `${worse.length} rates`;
  const title =
    worse.length === 0 ? `${release}: no longer worse` : `${release}: ${count} got worse`;
  const lines = worse.map((change) => `<li>${escapeXml(describeChange(change))}</li>`);
  const compared = `<p>${escapeXml(`Compared with ${previous_version}.`)}</p>`;
  const html = `${compared}${lines.length === 0 ? '' : `<ul>${lines.join('')}</ul>`}`;
  return `  <entry>
    <id>urn:uuid:${escapeXml(id)}</id>
    <title>${escapeXml(title)}</title>
    <published>${new Date(found_at).toISOString()}</published>
    <updated>${new Date(changed_at).toISOString()}</updated>
    <link rel="alternate" type="text/html" href="${escapeXml(releaseAddress(origin, finding))}"/>
    <content type="html">${escapeXml(html)}</content>
  </entry>
`;
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** XML cannot contain control characters, even escaped. */
function escapeXml(text: string): string {
  return printable(text)
    .toWellFormed()
    .replaceAll(/[&<>"]/g, (sign) => entities[sign] ?? sign);
}
