import type { Declaration } from '../api/responses.js';
import { declarationMark } from '../flows/declaration-mark.js';
import classes from './declaration-note.module.css';

/** Says of an event or a property that the newest catalog does not declare it. */
export function DeclarationNote({ declaration }: { declaration: Declaration }) {
  const mark = declarationMark(declaration);
  return mark === undefined ? null : <span className={classes.mark}>{mark}</span>;
}
