import { Button } from '@mantine/core';
import { formatCount, formatQuantity } from '@sonde/analytics/format';
import { useState } from 'react';
import type { QuarantineGroup } from '../api/catalog-queries.js';
import { formatAgo } from '../format/time.js';
import { Dialog } from '../layout/dialog.js';
import { Panel } from '../layout/panel.js';
import table from '../layout/table.module.css';
import { useDialog } from '../layout/use-dialog.js';
import { hasSeveralTools, ToolName } from '../overview/tool-name.js';
import { useProject } from '../projects/project.js';
import classes from './catalog.module.css';
import { ConfirmAct, type QuarantineAct } from './confirm-act.js';
import { reasonWords } from './reason-words.js';

export interface QuarantinePanelProps {
  groups: readonly QuarantineGroup[];
  /** When these events arrived. */
  range: { from?: string; to?: string };
}

/** Quarantined events by reason, with replay and drop for administrators. */
export function QuarantinePanel({ groups, range }: QuarantinePanelProps) {
  const { role } = useProject();
  const { subject: act, isOpen, open, close } = useDialog<QuarantineAct>();
  const [result, setResult] = useState<string>();
  if (groups.length === 0 && result === undefined) return null;
  const severalTools = hasSeveralTools(groups);
  const mayAct = role === 'administrator';
  return (
    <Panel
      title="Quarantine"
      note={
        result ??
        'These events are kept, but not counted. Replay them once the catalog is repaired.'
      }
      flush
    >
      <div className={table.scroll}>
        <table className={table.table} data-controls>
          <thead>
            <tr>
              <th scope="col" className={table.wide}>
                Event
              </th>
              <th scope="col" className={table.number}>
                Events
              </th>
              <th scope="col" className={`${table.number} ${table.optional}`}>
                Newest
              </th>
              {mayAct && (
                <th scope="col" className={table.number}>
                  Act
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <tr
                key={`${group.tool}\n${group.event}\n${group.code}`}
                data-quarantined={group.event}
                data-code={group.code}
                data-events={group.events}
              >
                <th scope="row" className={table.wide}>
                  {group.event === '' ? 'Without a name' : group.event}
                  {severalTools && <ToolName tool={group.tool} />}
                  <span className={classes.flag}>{reasonWords(group.code)}</span>
                </th>
                <td className={table.number}>{formatCount(group.events)}</td>
                <td className={`${table.number} ${table.optional} ${table.quiet}`}>
                  {formatAgo(group.last_received_at, Date.now())}
                </td>
                {mayAct && (
                  <td className={table.number}>
                    <div className={classes.acts}>
                      {(['replay', 'drop'] as const).map((name) => (
                        <Button
                          key={name}
                          variant="default"
                          size="compact-xs"
                          aria-label={`${verbs[name]} ${formatQuantity(group.events, 'event')}: ${group.event}, ${reasonWords(group.code)}`}
                          onClick={() => open({ name, group, range })}
                        >
                          {verbs[name]}
                        </Button>
                      ))}
                    </div>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {act !== undefined && (
        <Dialog title={`${verbs[act.name]} events?`} isOpen={isOpen} onClose={close}>
          <ConfirmAct
            act={act}
            onCancel={close}
            onDone={(text) => {
              setResult(text);
              close();
            }}
          />
        </Dialog>
      )}
    </Panel>
  );
}

const verbs = { replay: 'Replay', drop: 'Drop' } as const;
