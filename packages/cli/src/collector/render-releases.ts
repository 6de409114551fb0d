import type { ReleaseChange, ReleaseReport } from '@sonde/analytics';
import { formatCount, formatPercent, formatQuantity, printable } from '@sonde/analytics/format';
import { table } from './render-responses.js';

type Release = ReleaseReport['releases'][number];

const head = ['got worse', 'before', 'after', 'people hit'];
const none = 'The range has no tool with two releases to compare.';

/** What got worse, as text. */
export function renderReleases({ releases }: ReleaseReport): string {
  if (releases.length === 0) return `${none}\n`;
  return releases
    .map((release) => {
      const { worse } = release;
      const rows = worse.length === 0 ? [] : ['', ...table([head, ...worse.map(cells)])];
      return `${[summary(release), ...rows].join('\n')}\n`;
    })
    .join('\n');
}

/** The same for a pull request. */
export function renderReleasesAsMarkdown({ releases }: ReleaseReport): string {
  if (releases.length === 0) return `${none}\n`;
  const row = (texts: readonly string[]) => `| ${texts.map(escapeMarkdown).join(' | ')} |`;
  return releases
    .map((release) => {
      const { worse } = release;
      const rows =
        worse.length === 0
          ? []
          : ['', row(head), '|---|--:|--:|--:|', ...worse.map((change) => row(cells(change)))];
      return `${[escapeMarkdown(summary(release)), ...rows].join('\n')}\n`;
    })
    .join('\n');
}

function summary({ tool, version, previous_version, tested, untested, worse }: Release): string {
  const name = printable(tool) || 'Tool unknown';
  const found =
    worse.length === 0 ? 'nothing got worse' : `${formatQuantity(worse.length, 'rate')} got worse`;
  const few = untested === 0 ? '' : `; ${formatCount(untested)} others have too few people to say`;
  return `${name} ${printable(version)} compared with ${printable(previous_version)}: ${found} of ${formatCount(tested)}${few}.`;
}

const kinds = { command: 'fails', error_class: 'error', step: 'stops at' } as const;

function cells({ kind, name, flow, before, after }: ReleaseChange): string[] {
  const what =
    kind === 'command'
      ? `${printable(name)} ${kinds.command}`
      : `${flow === null ? '' : `${printable(flow)}: `}${kinds[kind]} ${printable(name.replace(/^step:/, ''))}`;
  const rate = (one: typeof before) =>
    `${formatPercent(one.rate, one.runs)} of ${formatCount(one.runs)}`;
  return [what, rate(before), rate(after), formatCount(after.people_hit)];
}

/** Text of others cannot become a link, a mention or another cell. */
function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>#|!@]/g, (sign) => `\\${sign}`);
}
