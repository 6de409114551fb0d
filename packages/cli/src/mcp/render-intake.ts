import type { LossReport, QuarantineReport } from '@sonde/analytics';
import {
  formatCount,
  formatPercent,
  formatQuantity,
  none,
  printable,
} from '@sonde/analytics/format';
import { day, section, valueName } from './answer-parts.js';

export function renderHealth(losses: LossReport, quarantine: QuarantineReport): string {
  const { recorded, sent, lost, reasons, refused_values } = losses;
  const share = formatPercent(recorded === 0 ? null : lost / recorded, recorded);
  const why = reasons.map(({ reason, events }) => `${formatCount(events)} ${printable(reason)}`);
  const codes = quarantine.codes.map(
    ({ code, events }) => `${formatCount(events)} ${printable(code)}`,
  );
  return [
    `Clients recorded ${formatQuantity(recorded, 'event')}, sent ${formatCount(sent)} and lost ${formatCount(lost)} (${share})${why.length === 0 ? '' : `: ${why.join(', ')}`}.`,
    `Clients left ${formatQuantity(refused_values, 'property value')} out of events that they sent.`,
    `The collector put ${formatQuantity(quarantine.events, 'event')} into quarantine, which no number counts${codes.length === 0 ? '' : `: ${codes.join(', ')}`}.`,
    ...section(
      'Quarantine, most frequent first',
      ['event', 'code', 'field', 'tool', 'events', 'newest'],
      quarantine.groups.map((one) => [
        printable(one.event) || '(no name)',
        printable(one.code),
        printable(one.field ?? none),
        valueName(one.tool),
        formatCount(one.events),
        day(one.last_received_at),
      ]),
    ),
    ...section(
      'The newest',
      ['received', 'message'],
      quarantine.recent.map((one) => [one.received_at, printable(one.message)]),
    ),
  ].join('\n');
}
