import { formatCount, formatQuantity } from '@sonde/analytics/format';
import type { ReactNode } from 'react';
import type { Storage } from '../../api/responses.js';
import { formatBytes } from '../../format/bytes.js';
import { Panel } from '../../layout/panel.js';
import { ShareBar } from '../../layout/share-bar.js';
import classes from './storage.module.css';

/** Fewer days than this cause a warning. */
const fewDays = 30;

/** Used and free disk space, and how long it lasts. */
export function DiskPanel({ storage }: { storage: Storage }) {
  const { bytes, superseded_bytes, rows, disk, growth_bytes_per_day, days_until_floor } = storage;
  const { overflow } = storage;
  const others = Math.max(0, disk.total_bytes - disk.free_bytes - bytes - superseded_bytes);
  return (
    <Panel title="Disk">
      <dl className={classes.numbers}>
        <Fact label="Stored" note={formatQuantity(rows, 'row')}>
          {formatBytes(bytes)}
        </Fact>
        <Fact label="Free" note={`of ${formatBytes(disk.total_bytes)}`}>
          {formatBytes(disk.free_bytes)}
        </Fact>
        <Fact label="Growth" note="over the last 30 days">
          {growth_bytes_per_day === null
            ? 'not known yet'
            : `${formatBytes(growth_bytes_per_day)} a day`}
        </Fact>
        <Fact
          label="Lasts for"
          note={`until ${formatBytes(disk.floor_bytes)} are free; then the collector stops storing`}
          isBad={days_until_floor !== null && days_until_floor < fewDays}
        >
          {describeTimeLeft(growth_bytes_per_day, days_until_floor)}
        </Fact>
        {(overflow.events > 0 || overflow.unreadable_files > 0) && (
          <Fact
            label="In overflow files"
            note={`accepted, not stored yet; ${formatQuantity(overflow.unreadable_files, 'file')} unreadable`}
            isBad={overflow.unreadable_files > 0}
          >
            {formatQuantity(overflow.events, 'event')}
          </Fact>
        )}
      </dl>
      <ShareBar
        label="The volume of the data directory"
        unit={formatBytes}
        shares={[
          { key: 'stored', label: 'Stored', count: bytes, tone: 'accent' },
          { key: 'superseded', label: 'Being removed', count: superseded_bytes, tone: 'warn' },
          { key: 'others', label: 'Other files', count: others, tone: 'unknown' },
          { key: 'free', label: 'Free', count: disk.free_bytes, tone: 'good' },
        ]}
      />
    </Panel>
  );
}

function describeTimeLeft(growth: number | null, days: number | null): string {
  if (growth === null) return 'not known yet';
  return days === null ? 'no limit at this rate' : formatDays(days);
}

const formatDays = (days: number): string =>
  days >= 3_650 ? 'more than 10 years' : `${formatCount(Math.floor(days))} days`;

interface FactProps {
  label: string;
  note: string;
  isBad?: boolean;
  children: ReactNode;
}

function Fact({ label, note, isBad = false, children }: FactProps) {
  return (
    <div data-bad={isBad || undefined}>
      <dt>{label}</dt>
      <dd>
        {children}
        <span className={classes.note}>{note}</span>
      </dd>
    </div>
  );
}
