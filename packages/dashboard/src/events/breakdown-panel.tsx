import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { eventBreakdownQuery } from '../api/event-queries.js';
import type { EventDetail } from '../api/responses.js';
import { declarationMark } from '../flows/declaration-mark.js';
import { Panel } from '../layout/panel.js';
import { Loaded } from '../state/loaded.js';
import { useBreakdownProperty, useSetBreakdownProperty } from '../url/event-search.js';
import { useScope } from '../url/use-scope.js';
import { BreakdownTable } from './breakdown-table.js';
import { NumberSummary } from './number-summary.js';

type Property = EventDetail['properties'][number];

const groups: readonly { kind: Property['kind']; label: string }[] = [
  { kind: 'declared', label: 'Declared for this event' },
  { kind: 'sdk', label: 'Set by the SDK' },
  { kind: 'base', label: 'On every event' },
];

/** The event by the values of one property, which the viewer chooses. */
export function BreakdownPanel({ event: { event, properties } }: { event: EventDetail }) {
  const scope = useScope();
  const chosen = useBreakdownProperty();
  const choose = useSetBreakdownProperty();
  const property = chosen ?? properties[0]?.name ?? '';
  const query = useQuery(eventBreakdownQuery(event, property, scope));
  const isListed = properties.some(({ name }) => name === property);
  return (
    <Panel
      title="By property"
      note="Each number opens the invocations with such an event"
      aside={
        <NativeSelect
          size="xs"
          aria-label="Property"
          value={property}
          onChange={({ currentTarget }) => choose(currentTarget.value)}
        >
          {!isListed && <option value={property}>{property}</option>}
          {groups.map(({ kind, label }) => {
            const its = properties.filter((one) => one.kind === kind);
            return its.length === 0 ? null : (
              <optgroup key={kind} label={label}>
                {its.map(({ name, declaration }) => (
                  <option key={name} value={name}>
                    {[name, declarationMark(declaration)].filter(Boolean).join(' – ')}
                  </option>
                ))}
              </optgroup>
            );
          })}
        </NativeSelect>
      }
      flush
    >
      <Loaded query={query}>
        {(breakdown) => (
          <>
            {breakdown.numbers !== null && (
              <NumberSummary breakdown={breakdown} numbers={breakdown.numbers} />
            )}
            <BreakdownTable breakdown={breakdown} />
          </>
        )}
      </Loaded>
    </Panel>
  );
}
