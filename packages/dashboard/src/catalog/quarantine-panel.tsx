import { NativeSelect } from '@mantine/core';
import { formatQuantity } from '@sonde/analytics/format';
import { useState } from 'react';
import type { QuarantineGroup } from '../api/catalog-queries.js';
import { Dialog } from '../layout/dialog.js';
import { Panel } from '../layout/panel.js';
import { useDialog } from '../layout/use-dialog.js';
import { hasSeveralTools } from '../overview/tool-name.js';
import { useProject } from '../projects/project.js';
import settings from '../settings/settings.module.css';
import { useQuarantineCode, useSetQuarantineCode } from '../url/catalog-search.js';
import classes from './catalog.module.css';
import { type ActResult, ConfirmAct } from './confirm-act.js';
import { actVerbs, QuarantineTable, type RowAct } from './quarantine-table.js';
import { QuarantinedEvents } from './quarantined-events.js';
import { Reason } from './reason.js';
import { describeReason, reasonWords } from './reason-words.js';

export interface QuarantinePanelProps {
  groups: readonly QuarantineGroup[];
  /** When these events arrived. */
  range: { from?: string; to?: string };
}

/** Quarantined events by reason, with replay and drop for administrators. */
export function QuarantinePanel({ groups, range }: QuarantinePanelProps) {
  const { role } = useProject();
  const code = useQuarantineCode();
  const { subject, isOpen, open, close } = useDialog<RowAct>();
  const [result, setResult] = useState<ActResult>();
  if (groups.length === 0 && result === undefined && code === undefined) return null;
  const shown = groups.filter((group) => code === undefined || group.code === code);
  const severalTools = hasSeveralTools(groups);
  const mayAct = role === 'administrator';
  return (
    <Panel
      title="Quarantine"
      note={
        result === undefined ? (
          'These events are kept, but not counted. Replay them once the catalog is repaired.'
        ) : (
          <Result result={result} />
        )
      }
      aside={<ReasonFilter groups={groups} />}
      flush
    >
      {shown.length === 0 ? (
        <p className={settings.empty}>
          {code === undefined
            ? 'No quarantined events.'
            : 'No quarantined events with this reason.'}
        </p>
      ) : (
        <QuarantineTable groups={shown} severalTools={severalTools} mayAct={mayAct} onAct={open} />
      )}
      {subject !== undefined && (
        <Dialog
          title={
            subject.name === 'show'
              ? `${subject.group.event || 'Without a name'}: ${describeReason(subject.group)}`
              : `${actVerbs[subject.name]} events?`
          }
          isOpen={isOpen}
          onClose={close}
        >
          {subject.name === 'show' ? (
            <QuarantinedEvents selection={selectionOf(subject.group, range)} />
          ) : (
            <ConfirmAct
              act={{ ...subject, name: subject.name, selection: selectionOf(subject.group, range) }}
              onCancel={close}
              onDone={(done) => {
                setResult(done);
                close();
              }}
            />
          )}
        </Dialog>
      )}
    </Panel>
  );
}

function selectionOf(
  { code, event, tool, field }: QuarantineGroup,
  range: QuarantinePanelProps['range'],
) {
  return { code, event, tool, field: field ?? '', ...range };
}

const listedReasons = 5;

function Result({ result: { text, reasons } }: { result: ActResult }) {
  return (
    <span role="status">
      {text}
      {reasons.slice(0, listedReasons).map(({ code, field, events }) => (
        <span key={`${code} ${field}`} className={classes.stays}>
          {formatQuantity(events, 'event')}: <Reason code={code} field={field} />
        </span>
      ))}
    </span>
  );
}

/** Selects the reason to list; nothing if there is only one. */
function ReasonFilter({ groups }: { groups: readonly QuarantineGroup[] }) {
  const code = useQuarantineCode();
  const setCode = useSetQuarantineCode();
  const codes = [...new Set([...groups.map((group) => group.code), ...(code ? [code] : [])])];
  if (codes.length < 2 && code === undefined) return null;
  return (
    <NativeSelect
      size="xs"
      aria-label="Reason"
      value={code ?? ''}
      data={[
        { value: '', label: 'Any reason' },
        ...codes.sort().map((value) => ({ value, label: reasonWords(value) })),
      ]}
      onChange={({ currentTarget }) => setCode(currentTarget.value || undefined)}
    />
  );
}
