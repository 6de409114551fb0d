import { formatQuantity } from '@sonde/analytics/format';
import { formatDay } from '../../format/time.js';

type Detail = Readonly<Record<string, unknown>>;

/** What an entry of the audit log says beyond its subject, in words; empty if that is all. */
export function describeDetail(action: string, detail: Detail): string {
  const { before, ...rest } = detail;
  switch (action) {
    case 'project.retention':
      return `${describeMonths(detail.months)}, before ${describeMonths(before)}`;
    case 'project.expire':
      return describeExpired(detail);
    case 'account.administrator':
      if (detail.administrator === false) return 'no longer administrator of the server';
      break;
    default:
  }
  return [
    ...Object.entries(rest).map(([name, value]) => describePart(name, value)),
    'before' in detail && `before ${before ?? 'none'}`,
  ]
    .filter((part) => part !== '' && part !== false)
    .join(', ');
}

const describeMonths = (months: unknown): string =>
  typeof months === 'number' ? `kept for ${formatQuantity(months, 'month')}` : 'kept for ever';

function describeExpired({ before, events, quarantined, loss_reports }: Detail): string {
  const counts = [
    [events, 'event'],
    [quarantined, 'quarantined event'],
    [loss_reports, 'loss report'],
  ] as const;
  const parts = counts.flatMap(([count, noun]) =>
    typeof count === 'number' && count > 0 ? [formatQuantity(count, noun)] : [],
  );
  const since = typeof before === 'string' ? ` from before ${formatDay(before, 0)}` : '';
  return `${parts.join(', ') || 'nothing'}${since}`;
}

/** Words for the values of a few names; a later collector may have more. */
const values: Readonly<Record<string, string>> = {
  'administrator true': 'administrator of the server',
  'administrator false': '',
  'kind write': 'write key',
  'kind read': 'read key',
  'kind user_id': 'by user id',
  'kind anonymous_id': 'by anonymous id',
  'password removed': 'the password is removed',
  'refuse_later true': 'later events are refused, too',
  'refuse_later false': '',
  'role null': '',
  'way openid': 'with the sign-in provider',
};

function describePart(name: string, value: unknown): string {
  const words = values[`${name} ${value}`];
  if (words !== undefined) return words;
  if (name === 'roles' && typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([project, role]) => `${role} of ${project}`)
      .join(', ');
  }
  if (name === 'role') return String(value);
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  return name === 'title' || name === 'name' ? `“${shown}”` : `${name} ${shown}`;
}
