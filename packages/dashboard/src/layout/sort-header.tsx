import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { Sort } from '../url/sort-search.js';
import classes from './sort-header.module.css';

export interface SortHeaderProps {
  column: { name: string; label: string; kind?: 'text' | 'number' };
  className: string | undefined;
  title?: string;
  /** How the table is sorted, by whichever column. */
  sort: Sort | undefined;
  onSort: (sort: Sort) => void;
}

/** The head of a column that sorts by a click: text from A to Z first, numbers the largest first. */
export function SortHeader({ column, className, title, sort, onSort }: SortHeaderProps) {
  const { name, label, kind } = column;
  const isSorted = sort?.column === name;
  const isDescending = sort?.isDescending === true;
  const Arrow = isDescending ? IconArrowDown : IconArrowUp;
  const next = { column: name, isDescending: isSorted ? !isDescending : kind !== 'text' };
  return (
    <th
      scope="col"
      className={className}
      title={title}
      aria-sort={isSorted ? (isDescending ? 'descending' : 'ascending') : undefined}
    >
      <button type="button" className={classes.sort} onClick={() => onSort(next)}>
        {label}
        {isSorted && <Arrow size={13} stroke={2} aria-hidden />}
      </button>
    </th>
  );
}
