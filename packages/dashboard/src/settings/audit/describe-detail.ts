import { formatQuantity } from '@sonde/analytics/format';
import { formatDay } from '../../format/time.js';

type Detail = Readonly<Record<string, unknown>>;

/** A detail of an entry of the audit log. */
export interface DetailPart {
  /** From a fixed vocabulary: never user text. */
  words: string;
  /**
   * User text, for example a title; displayed separately, so that it cannot imitate words of the
   * log.
   */
  value?: unknown;
}

/** The details of an entry of the audit log, in words. */
export function describeDetail(action: string, detail: Detail): DetailPart[] {
  switch (action) {
    case 'project.retention':
      return [
        { words: `${describeMonths(detail.months)}, previously ${describeMonths(detail.before)}` },
      ];
    case 'project.expire':
      return [{ words: describeExpired(detail) }];
    case 'account.administrator':
      if (detail.administrator === false) return [{ words: 'no longer server administrator' }];
      break;
    default:
  }
  return Object.entries(detail)
    .map(([name, value]) => describePart(name, value))
    .filter(({ words }) => words !== '');
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

/** Words for a name and its value; empty if the value says nothing. */
const vocabulary: Readonly<Record<string, string>> = {
  'administrator true': 'server administrator',
  'administrator false': '',
  'before accept': 'previously accepted',
  'before administrator': 'before: administrator',
  'before member': 'before: member',
  'before null': 'previously no role',
  'before quarantine': 'previously quarantined',
  'everywhere true': 'everywhere',
  'everywhere false': '',
  'from null': '',
  'kind write': 'write key',
  'kind read': 'read key',
  'kind user_id': 'by user id',
  'kind anonymous_id': 'by anonymous id',
  'password removed': 'the password is removed',
  'policy accept': 'undeclared events are accepted',
  'policy quarantine': 'undeclared events are quarantined',
  'refuse_later true': 'later events are refused too',
  'refuse_later false': '',
  'role administrator': 'administrator',
  'role member': 'member',
  'role null': '',
  'to null': '',
  'way openid': 'with the sign-in provider',
  'way password': 'with a password',
};

/** A later collector may use names that are not in the vocabulary. */
function describePart(name: string, value: unknown): DetailPart {
  const key = `${name} ${value}`;
  if (Object.hasOwn(vocabulary, key)) return { words: vocabulary[key] ?? '' };
  if (name !== 'roles') return { words: name, value };
  const roles = Object.entries(Object(value)).flatMap(([project, role]) =>
    role === 'member' || role === 'administrator' ? [`${role} of ${project}`] : [],
  );
  return { words: roles.join(', ') };
}
