import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { ColorSchemeSwitch } from '../layout/color-scheme-switch.js';
import { Logo } from '../layout/logo.js';
import classes from './session.module.css';

export interface SessionCardProps {
  title: string;
  /** A line below the title. */
  text?: ReactNode;
  children: ReactNode;
}

/** The frame of pages for people who are not signed in. */
export function SessionCard({ title, text, children }: SessionCardProps) {
  useDocumentTitle(`${title} · Sonde`);
  return (
    <main className={classes.alone}>
      <div className={classes.brand}>
        <Logo />
        <span>Sonde</span>
      </div>
      <div className={classes.card}>
        <div>
          <h1 tabIndex={-1}>{title}</h1>
          {text !== undefined && <p className={classes.text}>{text}</p>}
        </div>
        {children}
      </div>
      <div className={classes.foot}>
        <ColorSchemeSwitch />
      </div>
    </main>
  );
}
