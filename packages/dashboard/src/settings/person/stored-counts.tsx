import { formatCount } from '@sonde/analytics/format';
import type { DeletionPreview } from '../../api/life-queries.js';
import classes from './stored-counts.module.css';

const parts = [
  { name: 'events', label: 'Events' },
  { name: 'quarantined', label: 'Quarantined events' },
  { name: 'loss_reports', label: 'Loss reports' },
  { name: 'anonymous_ids', label: 'Installations' },
  { name: 'other_user_ids', label: 'Other user ids' },
] as const satisfies readonly { name: keyof DeletionPreview; label: string }[];

/** Counts of each kind of data. */
export function StoredCounts({
  counts,
}: {
  counts: { [Name in keyof DeletionPreview]: number | null };
}) {
  return (
    <dl className={classes.counts}>
      {parts.map(({ name, label }) => (
        <div key={name} data-count={name}>
          <dt>{label}</dt>
          <dd>{counts[name] === null ? '–' : formatCount(counts[name])}</dd>
        </div>
      ))}
    </dl>
  );
}
