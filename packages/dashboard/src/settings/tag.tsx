import type { ReactNode } from 'react';
import classes from './settings.module.css';

/** A word beside a name that says what is special about it. */
export function Tag({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <span className={classes.tag} title={title}>
      {children}
    </span>
  );
}
