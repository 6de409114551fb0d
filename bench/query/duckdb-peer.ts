import { rmSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import {
  buildFunnel,
  compareText,
  compareVersionsDescending,
  type Funnel,
  flowShapes,
  type Outcome,
  type Overview,
  share,
  type Totals,
} from '@sonde/analytics';
import { catalog } from './catalog.js';
import { firstSeenSql, funnelSql, overviewSql, type SqlFlow } from './duckdb-sql.js';

const day = 86_400_000;

interface CountRow {
  part: 'whole' | 'day' | 'command' | 'version';
  current: boolean;
  bucket: bigint | null;
  command: string | null;
  version: string | null;
  invocations: number;
  users: number;
  completed: number;
  succeeded: number;
  failed: number;
  cancelled: number;
  vanished: number;
  durations: (number | null)[] | null;
}

interface RunRow {
  whole: boolean;
  outcome: Outcome;
  reason: string | null;
  error_class: string | null;
  step: string | null;
  runs: number;
  invocations: number;
  duration: number[] | null;
  milestones: number[];
  waits: (number[] | null)[];
}

interface Range {
  from: string;
  to: string;
}

const parse = ({ from, to }: Range) => ({ from: Date.parse(from), to: Date.parse(to) });

/** The same events in DuckDB: Parquet sorted by time, and SQL written by hand. */
export class DuckDbPeer {
  readonly #select: <Row>(sql: string) => Promise<Row[]>;
  readonly close: () => void;

  private constructor(select: <Row>(sql: string) => Promise<Row[]>, close: () => void) {
    this.#select = select;
    this.close = close;
  }

  /**
   * Sorts the rows of a Parquet file by time into `file`, which DuckDB writes itself, and removes
   * the first one.
   */
  static async open(unsorted: string, file: string, threads: number): Promise<DuckDbPeer> {
    const instance = await DuckDBInstance.create(':memory:', { threads: String(threads) });
    const connection = await instance.connect();
    await connection.run(
      `COPY (SELECT * FROM read_parquet('${unsorted}') ORDER BY corrected_time) TO '${file}' (FORMAT parquet)`,
    );
    rmSync(unsorted);
    await connection.run(`CREATE VIEW events AS SELECT * FROM read_parquet('${file}')`);
    const select = async <Row>(sql: string) => {
      const reader = await connection.runAndReadAll(sql);
      return reader.getRowObjectsJS() as Row[];
    };
    return new DuckDbPeer(select, () => {
      connection.closeSync();
      instance.closeSync();
    });
  }

  async overview(range: Range): Promise<Overview> {
    const { from, to } = parse(range);
    const rows = await this.#select<CountRow>(overviewSql({ from, to }));
    const seen = await this.#select<{ version: string; first_seen: number }>(firstSeenSql);
    const firstSeen = new Map(seen.map(({ version, first_seen }) => [version, first_seen]));
    const of = (part: CountRow['part']) => rows.filter((row) => row.part === part);
    const tool = catalog.tool;
    const previous = of('whole').find(({ current }) => !current);
    const days = new Map(of('day').map((row) => [Number(row.bucket), row]));
    const series: Overview['series'] = [];
    for (let at = Math.floor(from / day); at * day < to; at += 1) {
      series.push({ time: new Date(at * day).toISOString(), ...toTotals(days.get(at)) });
    }
    return {
      interval: 'day',
      totals: toTotals(of('whole').find(({ current }) => current)),
      previous: previous === undefined ? null : toTotals(previous),
      series,
      commands: of('command')
        .map((row) => ({ tool, command: row.command ?? '', ...toTotals(row) }))
        .filter(({ command }) => command !== '')
        .sort((a, b) => b.invocations - a.invocations || compareText(a.command, b.command))
        .slice(0, 20)
        .map(({ tool, command, invocations, users, ...rest }) => ({
          ...{ tool, command, invocations, users, success_rate: rest.success_rate },
          ...{ duration_p50_ms: rest.duration_p50_ms, duration_p95_ms: rest.duration_p95_ms },
        })),
      versions: of('version')
        .map((row) => ({ tool, version: row.version ?? '', ...toTotals(row) }))
        .filter(({ version }) => version !== '')
        .sort((a, b) => compareVersionsDescending(a.version, b.version))
        .map(({ tool, version, invocations, users, success_rate }) => ({
          ...{ tool, version, invocations, users, success_rate },
          first_seen: new Date(firstSeen.get(version) ?? 0).toISOString(),
        })),
    };
  }

  async funnel(flow: SqlFlow, range: Range): Promise<Funnel> {
    const rows = await this.#select<RunRow>(funnelSql(flow, parse(range)));
    const declared = { ...catalog, age: 'now' as const, versions: [] };
    const shape = flowShapes([declared], []).get(flow.name);
    if (shape === undefined) throw new Error(`${flow.name} is not declared`);
    const whole = rows.find((row) => row.whole);
    const spread = (pair: number[] | null | undefined) => ({
      p50: pair?.[0] ?? null,
      p90: pair?.[1] ?? null,
    });
    const stages = flow.milestones.filter(({ isOnPath }) => isOnPath);
    const ids = [...stages.map(({ name }) => `milestone:${name}`), 'completed'];
    // DuckDB counts; only the shape of the response is shared with the product.
    return buildFunnel(shape, {
      invocations: whole?.invocations ?? 0,
      endings: rows.flatMap(({ whole, outcome, reason, error_class, step, runs }) =>
        whole ? [] : [{ outcome, reason, error_class, step, runs, edition: -1 }],
      ),
      milestones: new Map(flow.milestones.map(({ name }, i) => [name, whole?.milestones[i] ?? 0])),
      duration: spread(whole?.duration),
      times: new Map(ids.map((id, i) => [id, spread(whole?.waits[i])])),
    });
  }
}

function toTotals(row: CountRow | undefined): Totals {
  const { invocations = 0, users = 0, completed = 0, succeeded = 0 } = row ?? {};
  const { failed = 0, cancelled = 0, vanished = 0, durations } = row ?? {};
  return {
    ...{ invocations, users, completed, succeeded, failed, cancelled, vanished },
    success_rate: share(succeeded, succeeded + failed + vanished),
    duration_p50_ms: durations?.[0] ?? null,
    duration_p95_ms: durations?.[1] ?? null,
  };
}
