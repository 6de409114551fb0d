import type { EventDetail, EventList, EventTotals, PropertyBreakdown } from '@sonde/analytics';
import { formatCount, formatQuantity, none, printable } from '@sonde/analytics/format';
import type { Static } from 'typebox';
import { declarationMarks, table } from '../collector/render-responses.js';
import { section } from './answer-parts.js';

const totalsHead = ['events', 'runs', 'people'];

const totalsCells = ({ events, invocations, users }: EventTotals) => [
  formatCount(events),
  formatCount(invocations),
  formatCount(users),
];

export function renderEvents({ events }: EventList): string {
  if (events.length === 0) return 'No event is declared, and none arrived in the range.';
  return [
    'Most frequent first; before is the range of equal length before',
    ...table([
      ['event', ...totalsHead, 'events before', 'people before', 'flow'],
      ...events.map((one) => [
        `${printable(one.event)}${declarationMarks[one.declaration]}`,
        ...totalsCells(one),
        formatCount(one.previous?.events ?? 0),
        formatCount(one.previous?.users ?? 0),
        printable(one.flow ?? none),
      ]),
    ]),
  ].join('\n');
}

export function renderEvent(detail: Static<typeof EventDetail>): string {
  const { event, description, flow, declaration, totals, previous, properties } = detail;
  const names = (kind: (typeof properties)[number]['kind']) =>
    properties
      .filter((one) => one.kind === kind)
      .map((one) => `${printable(one.name)}${declarationMarks[one.declaration]}`)
      .join(', ') || none;
  return [
    `${printable(event)}${declarationMarks[declaration]}${flow === null ? '' : `, of the flow ${printable(flow)}`}${description === null ? '' : `: ${printable(description)}`}`,
    ...table([
      ['', ...totalsHead],
      ['in the range', ...totalsCells(totals)],
      ...(previous === null ? [] : [['before', ...totalsCells(previous)]]),
    ]),
    '',
    'Properties to break it down by',
    `its own: ${names('declared')}`,
    `of the SDK: ${names('sdk')}`,
    `of every event: ${names('base')}`,
  ].join('\n');
}

/** Values are written as the conditions that open the runs behind them. */
export function renderBreakdown(breakdown: PropertyBreakdown): string {
  const { event, property, totals, values, other, missing, numbers } = breakdown;
  const row = (one: EventTotals & { condition: string }, note = '') => [
    `${printable(one.condition)}${note}`,
    ...totalsCells(one),
  ];
  const head = ['condition', ...totalsHead];
  return [
    `${printable(event)} by ${printable(property)}: ${formatQuantity(totals.events, 'event')} in ${formatQuantity(totals.invocations, 'run')} of ${formatQuantity(totals.users, 'person', 'people')}`,
    ...section('Values', head, [
      ...values.map((one) => row(one)),
      ...(missing === null ? [] : [row(missing, ' (no value)')]),
    ]),
    // Its condition names all listed values, and would widen the column.
    ...(other === null
      ? []
      : [`${formatQuantity(other.values, 'other value')}: ${row(other).join('  ')}`]),
    ...(numbers === null
      ? []
      : section(
          `Numbers: from ${numbers.minimum} to ${numbers.maximum}, median ${numbers.p50}, 90th percentile ${numbers.p90}`,
          head,
          numbers.bins.map((one) => row(one)),
        )),
  ].join('\n');
}
