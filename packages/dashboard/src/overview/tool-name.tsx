import { toolLabel } from '../url/scope-search.js';
import classes from './tool-name.module.css';

/** Whose command or version a row is. */
export function ToolName({ tool }: { tool: string }) {
  return <span className={classes.tool}>{toolLabel(tool)}</span>;
}

/** Whether rows have to say whose they are. */
export const hasSeveralTools = (rows: readonly { tool: string }[]): boolean =>
  new Set(rows.map(({ tool }) => tool)).size > 1;
