import { formatCount } from '@sonde/analytics/format';
import { formatBytes } from '../../format/bytes.js';
import { type SortedColumn, SortedTable } from '../../layout/sorted-table.js';
import settings from '../settings.module.css';
import classes from './storage.module.css';
import type { MonthSize } from './sum-by-month.js';

/** One line per month, with a bar for its size. */
export function MonthTable({ months }: { months: MonthSize[] }) {
  const most = Math.max(1, ...months.map(({ bytes }) => bytes));
  if (months.length === 0) return <p className={settings.empty}>Nothing is stored yet.</p>;
  const columns: SortedColumn<MonthSize>[] = [
    {
      ...{ name: 'month', label: 'Month', kind: 'text' },
      value: ({ month }) => month,
      render: ({ month }) => month ?? 'No month',
    },
    {
      ...{ name: 'share', label: 'Share', kind: 'text', isWide: true, isOptional: true },
      render: ({ bytes }) => (
        <div className={classes.track} aria-hidden>
          <div className={classes.fill} style={{ width: `${(bytes / most) * 100}%` }} />
        </div>
      ),
    },
    {
      ...{ name: 'rows', label: 'Rows' },
      value: ({ rows }) => rows,
      render: ({ rows }) => formatCount(rows),
    },
    {
      ...{ name: 'size', label: 'Size' },
      value: ({ bytes }) => bytes,
      render: ({ bytes }) => formatBytes(bytes),
    },
  ];
  return (
    <SortedTable
      label="Size by month"
      columns={columns}
      rows={months}
      keyOf={({ month }) => month ?? ''}
      dataOf={({ month }) => ({ 'data-month': month ?? 'none' })}
      isDownloadable={false}
      hasControls
    />
  );
}
