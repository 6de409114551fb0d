import { toolLabel } from '../url/scope-search.js';
import classes from './tool-name.module.css';

/** The tool of a command or version in a row. */
export function ToolName({ tool }: { tool: string }) {
  return <span className={classes.tool}>{toolLabel(tool)}</span>;
}

/** Whether rows must name their tool. */
export const hasSeveralTools = (rows: readonly { tool: string }[]): boolean =>
  new Set(rows.map(({ tool }) => tool)).size > 1;
