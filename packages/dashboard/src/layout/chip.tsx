import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './chip.module.css';

/** A row of chips that wraps. */
export function ChipList({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul className={classes.list} aria-label={label}>
      {children}
    </ul>
  );
}

export interface ChipProps {
  /** The kind of condition; left out if the value is clear by itself. */
  label?: string;
  value: string;
  onRemove: () => void;
}

/** One condition in words, with a button to remove it. */
export function Chip({ label, value, onRemove }: ChipProps) {
  const words = label === undefined ? value : `${label}: ${value}`;
  return (
    <li className={classes.chip}>
      <span className={classes.text} title={words}>
        {label !== undefined && <span className={classes.label}>{label} </span>}
        <span className={classes.value}>{value}</span>
      </span>
      <button
        type="button"
        className={classes.remove}
        aria-label={`Remove ${words}`}
        onClick={onRemove}
      >
        <IconX size={13} stroke={2} aria-hidden />
      </button>
    </li>
  );
}
