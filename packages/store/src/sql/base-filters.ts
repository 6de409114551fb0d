import type { Condition } from './range.js';
import { type ScopeFilters, scopeListFilters } from './scope.js';

/** The tool of a row; empty if unknown. Needs the parameter of {@link filterBase}. */
export function toolOfRow(soleTool: string): string {
  return soleTool === '' ? 'tool' : "if(tool = '', {sole_tool:String}, tool)";
}

/** Condition on rows with the base properties: events, invocations or flow parts. */
export function filterBase(scope: ScopeFilters, soleTool: string): Condition {
  const parts = ['true'];
  const parameters: Condition['parameters'] = { sole_tool: soleTool };
  for (const name of scopeListFilters) {
    const values = scope[name];
    if (values === undefined || values.length === 0) continue;
    // An empty value stands for those that were not reported.
    const column =
      name === 'tool' ? toolOfRow(soleTool) : values.includes('') ? `ifNull(${name}, '')` : name;
    parts.push(`${column} IN {only_${name}:Array(String)}`);
    parameters[`only_${name}`] = values;
  }
  for (const name of ['is_ci', 'is_interactive'] as const) {
    const value = scope[name];
    if (value === undefined) continue;
    parts.push(value ? `ifNull(${name}, false)` : `NOT ifNull(${name}, false)`);
  }
  return { sql: parts.join(' AND '), parameters };
}
