import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { toProblem } from '../api/problem.js';
import classes from './problem-note.module.css';

/** Why a form was refused: what happened, what to do, and the code. */
export function ProblemNote({ error }: { error: unknown }) {
  if (error === null || error === undefined) return null;
  const { title, action, detail, code } = toProblem(error);
  return (
    <ProblemFrame code={code}>
      <strong>{title}</strong> {action}
      {detail !== '' && <span className={classes.detail}>{detail}</span>}
    </ProblemFrame>
  );
}

/** The frame of a problem, with its code below the words. */
export function ProblemFrame({ code, children }: { code: string; children: ReactNode }) {
  return (
    <div role="alert" className={classes.note} data-code={code}>
      <IconAlertTriangle className={classes.icon} size={16} stroke={1.8} aria-hidden />
      <div className={classes.text}>
        {children}
        <code className={classes.code}>{code}</code>
      </div>
    </div>
  );
}
