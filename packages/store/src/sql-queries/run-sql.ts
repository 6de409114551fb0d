import { mostSqlRows } from '@sonde/analytics';
import { SondeError } from '@sonde/protocol';
import { inlineParameters } from '../sql/inline-parameters.js';
import type { Range } from '../sql/range.js';
import { readView, type Source } from '../sql/source.js';
import { mostAtOnce, mostOfProject, mostResultBytes, secondsAtMost } from './limits.js';
import { tooLarge, toSqlError } from './sql-errors.js';
import { translateQuery } from './translate.js';
import { selectView, viewNames } from './views/views.js';

/**
 * Limits, and what keeps conditions of the query from being checked on rows that its views leave
 * out, where an error would tell of another project.
 */
const settings = `
  limit = ${mostSqlRows + 1},
  max_execution_time = ${secondsAtMost}, timeout_overflow_mode = 'throw',
  max_result_bytes = ${mostResultBytes}, result_overflow_mode = 'throw',
  max_threads = 2,
  max_bytes_before_external_group_by = 0, max_bytes_ratio_before_external_group_by = 0,
  max_bytes_before_external_sort = 0, max_bytes_ratio_before_external_sort = 0,
  query_plan_filter_push_down = 0, query_plan_merge_filters = 0,
  enable_optimize_predicate_expression = 0,
  output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 0,
  join_use_nulls = 1`;

export interface SqlInput {
  project: string;
  query: string;
  range: Range;
  /** Time zone of the times in the views. */
  zone: string;
}

export interface SqlOutput {
  columns: { name: string; type: string }[];
  rows: unknown[][];
  truncated: boolean;
  elapsed_ms: number;
}

/** The projects of the queries that run or wait. */
const running: string[] = [];

/**
 * Runs a query over the views of a project.
 *
 * @throws `sql_invalid`, `sql_limit_exceeded`, and the errors of every query.
 */
export async function runSql(source: Source, input: SqlInput): Promise<SqlOutput> {
  const startedAt = performance.now();
  const query = translateQuery(input.query, viewNames);
  const { project } = input;
  const ofProject = running.filter((one) => one === project).length;
  if (running.length === mostAtOnce || ofProject === mostOfProject) {
    throw new SondeError('query_unavailable', {
      detail:
        ofProject === mostOfProject
          ? `${mostOfProject} SQL queries of this project are running or waiting`
          : `${mostAtOnce} SQL queries are running or waiting`,
    });
  }
  running.push(project);
  try {
    const view = await readView(source, input.project, input.range);
    const selected = new Map<string, string>();
    for (const name of query.views) {
      const { zone } = input;
      const { mayRead } = query;
      const { sql, parameters } = await selectView(name, { source, view, zone, mayRead });
      // A project with a hundred flows has too many for the address of a request.
      selected.set(name, inlineParameters(sql, parameters, () => true).sql);
    }
    const sql = query.write((name) => selected.get(name) ?? '');
    const result = await source.analyst
      .table(`${sql} SETTINGS ${settings}`, {}, mostResultBytes)
      .catch((error: unknown) => {
        throw toSqlError(error);
      });
    if (result === null) throw tooLarge();
    const { columns, rows } = result;
    return {
      columns: columns.map(({ name, type }) => ({ name, type })),
      rows: rows
        .slice(0, mostSqlRows)
        .map((row) => row.map((value, i) => toJson(value, columns[i]))),
      truncated: rows.length > mostSqlRows,
      elapsed_ms: Math.round(performance.now() - startedAt),
    };
  } finally {
    running.splice(running.indexOf(project), 1);
  }
}

/** Integers of 64 bits as numbers, if a number can be that large. */
function toJson(value: unknown, column: { type: string } | undefined): unknown {
  if (!/^(Array\()*(Nullable\()?U?Int64\)*$/.test(column?.type ?? '')) return value;
  return toNumbers(value);
}

function toNumbers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toNumbers);
  return typeof value === 'string' && Number.isSafeInteger(Number(value)) ? Number(value) : value;
}
