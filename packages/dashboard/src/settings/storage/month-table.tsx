import { formatCount } from '@sonde/analytics/format';
import { formatBytes } from '../../format/bytes.js';
import table from '../../layout/table.module.css';
import settings from '../settings.module.css';
import classes from './storage.module.css';
import type { MonthSize } from './sum-by-month.js';

/** One line per month, with a bar for its size. */
export function MonthTable({ months }: { months: MonthSize[] }) {
  const most = Math.max(1, ...months.map(({ bytes }) => bytes));
  if (months.length === 0) return <p className={settings.empty}>Nothing is stored yet.</p>;
  return (
    <div className={table.scroll}>
      <table className={table.table} data-controls>
        <thead>
          <tr>
            <th scope="col">Month</th>
            <th scope="col" className={`${table.wide} ${table.optional}`}>
              <span className={settings.hidden}>Share</span>
            </th>
            <th scope="col" className={table.number}>
              Rows
            </th>
            <th scope="col" className={table.number}>
              Size
            </th>
          </tr>
        </thead>
        <tbody>
          {months.map(({ month, rows, bytes }) => (
            <tr key={month} data-month={month ?? 'none'}>
              <th scope="row">{month ?? 'No month'}</th>
              <td className={`${table.wide} ${table.optional}`}>
                <div className={classes.track} aria-hidden>
                  <div className={classes.fill} style={{ width: `${(bytes / most) * 100}%` }} />
                </div>
              </td>
              <td className={table.number}>{formatCount(rows)}</td>
              <td className={table.number}>{formatBytes(bytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
