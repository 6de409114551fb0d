import { Button, UnstyledButton } from '@mantine/core';
import { formatCount, formatQuantity } from '@sonde/analytics/format';
import type { QuarantineGroup } from '../api/catalog-queries.js';
import { formatAgo } from '../format/time.js';
import link from '../invocations/invocations-link.module.css';
import { type SortedColumn, SortedTable } from '../layout/sorted-table.js';
import { ToolName } from '../overview/tool-name.js';
import classes from './catalog.module.css';
import { Reason } from './reason.js';
import { describeReason } from './reason-words.js';

export interface RowAct {
  name: 'show' | 'replay' | 'drop';
  group: QuarantineGroup;
}

export const actVerbs = { show: 'Show', replay: 'Replay', drop: 'Drop' } as const;

export interface QuarantineTableProps {
  groups: readonly QuarantineGroup[];
  severalTools: boolean;
  mayAct: boolean;
  onAct: (act: RowAct) => void;
}

/** One line for the quarantined events of one name with the same reason. */
export function QuarantineTable({ groups, severalTools, mayAct, onAct }: QuarantineTableProps) {
  const columns: SortedColumn<QuarantineGroup>[] = [
    {
      ...{ name: 'event', label: 'Event', kind: 'text', isWide: true },
      value: ({ event }) => event,
      render: ({ event, tool, code, field }) => (
        <>
          {event === '' ? 'Without a name' : event}
          {severalTools && <ToolName tool={tool} />}
          <Reason code={code} field={field} />
        </>
      ),
    },
    {
      ...{ name: 'events', label: 'Events' },
      value: ({ events }) => events,
      render: (group) => (
        <UnstyledButton
          className={`${link.link} ${classes.count}`}
          aria-label={`Show ${describeGroup(group)}`}
          onClick={() => onAct({ name: 'show', group })}
        >
          {formatCount(group.events)}
        </UnstyledButton>
      ),
    },
    {
      // Right beside a number, and the newest first.
      ...{ name: 'newest', label: 'Newest', isOptional: true, isQuiet: true },
      value: ({ last_received_at }) => last_received_at,
      render: ({ last_received_at }) => formatAgo(last_received_at, Date.now()),
    },
    ...(mayAct ? [actions(onAct)] : []),
  ];
  return (
    <SortedTable
      name="quarantine"
      label="Quarantine"
      columns={columns}
      rows={groups}
      keyOf={({ tool, event, code, field }) => JSON.stringify([tool, event, code, field])}
      fileColumns={[
        { name: 'tool', value: ({ tool }) => tool },
        { name: 'code', value: ({ code }) => code },
        { name: 'field', value: ({ field }) => field },
      ]}
      dataOf={({ event, code, field, events }) => ({
        ...{ 'data-quarantined': event, 'data-code': code },
        ...{ 'data-field': field ?? '', 'data-events': events },
      })}
      hasControls
    />
  );
}

const describeGroup = (group: QuarantineGroup) =>
  `${formatQuantity(group.events, 'event')}: ${group.event}, ${describeReason(group)}`;

const actions = (onAct: QuarantineTableProps['onAct']): SortedColumn<QuarantineGroup> => ({
  ...{ name: 'actions', label: 'Actions' },
  render: (group) => (
    <div className={classes.acts}>
      {(['replay', 'drop'] as const).map((name) => (
        <Button
          key={name}
          variant="default"
          size="compact-xs"
          aria-label={`${actVerbs[name]} ${describeGroup(group)}`}
          onClick={() => onAct({ name, group })}
        >
          {actVerbs[name]}
        </Button>
      ))}
    </div>
  ),
});
