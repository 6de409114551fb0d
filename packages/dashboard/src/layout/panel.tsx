import { type ReactNode, useId } from 'react';
import classes from './panel.module.css';

export interface PanelProps {
  title: string;
  /** A line below the title. */
  note?: ReactNode;
  /** At the right of the title. */
  aside?: ReactNode;
  /** True if the content extends to the panel's edges, like a table. */
  flush?: boolean;
  children: ReactNode;
}

/** A titled box. */
export function Panel({ title, note, aside, flush = false, children }: PanelProps) {
  const id = useId();
  return (
    <section className={classes.panel} aria-labelledby={id}>
      <div className={classes.head}>
        <div className={classes.text}>
          <h2 id={id}>{title}</h2>
          {note !== undefined && note !== false && <p className={classes.note}>{note}</p>}
        </div>
        {aside !== undefined && <div className={classes.aside}>{aside}</div>}
      </div>
      <div className={flush ? classes.flush : classes.body}>{children}</div>
    </section>
  );
}
