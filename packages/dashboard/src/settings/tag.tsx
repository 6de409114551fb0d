import type { ReactNode } from 'react';
import classes from './settings.module.css';

/** A label beside a name. */
export function Tag({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <span className={classes.tag} title={title}>
      {children}
    </span>
  );
}
