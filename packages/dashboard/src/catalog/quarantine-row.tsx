import { Button, UnstyledButton } from '@mantine/core';
import { formatCount, formatQuantity } from '@sonde/analytics/format';
import type { QuarantineGroup } from '../api/catalog-queries.js';
import { formatAgo } from '../format/time.js';
import link from '../invocations/invocations-link.module.css';
import table from '../layout/table.module.css';
import { ToolName } from '../overview/tool-name.js';
import classes from './catalog.module.css';
import { Reason } from './reason.js';
import { describeReason } from './reason-words.js';

export interface RowAct {
  name: 'show' | 'replay' | 'drop';
  group: QuarantineGroup;
}

export const actVerbs = { show: 'Show', replay: 'Replay', drop: 'Drop' } as const;

export interface QuarantineRowProps {
  group: QuarantineGroup;
  severalTools: boolean;
  mayAct: boolean;
  onAct: (act: RowAct) => void;
}

/** Quarantined events of one name with the same reason. */
export function QuarantineRow({ group, severalTools, mayAct, onAct }: QuarantineRowProps) {
  const { tool, event, code, field, events, last_received_at } = group;
  const label = `${formatQuantity(events, 'event')}: ${event}, ${describeReason(group)}`;
  return (
    <tr data-quarantined={event} data-code={code} data-field={field ?? ''} data-events={events}>
      <th scope="row" className={table.wide}>
        {event === '' ? 'Without a name' : event}
        {severalTools && <ToolName tool={tool} />}
        <Reason code={code} field={field} />
      </th>
      <td className={table.number}>
        <UnstyledButton
          className={`${link.link} ${classes.count}`}
          aria-label={`Show ${label}`}
          onClick={() => onAct({ name: 'show', group })}
        >
          {formatCount(events)}
        </UnstyledButton>
      </td>
      <td className={`${table.number} ${table.optional} ${table.quiet}`}>
        {formatAgo(last_received_at, Date.now())}
      </td>
      {mayAct && (
        <td className={table.number}>
          <div className={classes.acts}>
            {(['replay', 'drop'] as const).map((name) => (
              <Button
                key={name}
                variant="default"
                size="compact-xs"
                aria-label={`${actVerbs[name]} ${label}`}
                onClick={() => onAct({ name, group })}
              >
                {actVerbs[name]}
              </Button>
            ))}
          </div>
        </td>
      )}
    </tr>
  );
}
