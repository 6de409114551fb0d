import { randomUUID } from 'node:crypto';
import { SondeError } from '@sonde/protocol';
import type { AllDerivedTables } from '../derived/all-derived-tables.js';
import { type Maintenance, removeFromMonth, removeRows } from '../maintenance/remove-rows.js';
import type { StoreMaintenance } from '../maintenance/store-maintenance.js';
import { TaskQueue } from '../maintenance/task-queue.js';
import type { RetentionPreview, RetentionRun } from '../port.js';
import { startSql } from '../sql/place.js';
import { writeText } from '../sql/write-names.js';

export interface RetentionDependencies {
  maintenance: StoreMaintenance;
  /**
   * Runs one task at a time that rewrites files; a deletion waits at most for one month of events.
   */
  rewrites: TaskQueue;
  /** Resolves when everything accepted until now is committed or has failed. */
  settled: () => Promise<void>;
  derived: Pick<AllDerivedTables, 'afterRemoval'>;
}

interface Run extends RetentionRun {
  id: string;
  stage: 0 | 1 | 2;
}

const runColumns = [
  ...['project', 'id', 'stage', 'before', 'started_at', 'finished_at'],
  ...['events', 'invocations', 'quarantined', 'loss_reports'],
];

/** An invocation began when its first event did, in any order of arrival. */
const began = `SELECT invocation_id, ${startSql} AS began`;
const ofProject = 'FROM sonde.events WHERE project = {project:String}';
const isOver = 'GROUP BY invocation_id HAVING began < {before:Int64}';
/** Usually false, and then nothing more is read. */
const hasOlder = `SELECT count() > 0 FROM (SELECT 1 ${ofProject} AND corrected_time < {before:Int64} LIMIT 1)`;

/**
 * Deletes data older than a project's retention period.
 *
 * Invocations are deleted as a whole. They are listed before the first event is deleted: after
 * that, the start of a partly deleted invocation would be unknown. An interrupted run continues
 * with its list.
 */
export class Retention {
  readonly #maintenance: StoreMaintenance;
  readonly #rewrites: TaskQueue;
  readonly #settled: () => Promise<void>;
  readonly #derived: RetentionDependencies['derived'];
  readonly #runs = new TaskQueue();

  constructor({ maintenance, rewrites, settled, derived }: RetentionDependencies) {
    this.#derived = derived;
    this.#settled = settled;
    this.#maintenance = maintenance;
    this.#rewrites = rewrites;
  }

  /** Continues in the background what a crash interrupted. */
  async load(): Promise<void> {
    const unfinished = await this.#unfinished();
    if (unfinished.length > 0) this.#runs.run(() => this.#resume()).catch(() => {});
  }

  /** Resolves when nothing is in progress. */
  idle(): Promise<void> {
    return this.#runs.idle();
  }

  async preview(project: string, before: number): Promise<RetentionPreview> {
    const { db } = this.#maintenance;
    const parameters = { project, before: checkBefore(before) };
    // The start of an invocation may be known only from an event that is not committed yet.
    await this.#settled();
    const arrived = (table: string) =>
      `FROM sonde.${table} WHERE project = {project:String} AND received_at < {before:Int64}`;
    const [[events], [quarantine], [losses]] = await Promise.all([
      db.rows<{ count: string; stored: string; oldest: number }>(
        `SELECT toString(count()) AS count, toString(sum(events)) AS stored, min(began) AS oldest
         FROM (${began}, uniqExact(day, event, sequence, insert_id) AS events
           ${ofProject} AND (${hasOlder}) ${isOver})`,
        parameters,
      ),
      db.rows<{ count: string; oldest: number }>(
        `SELECT toString(uniqExact(insert_id, code, body_hash)) AS count, min(received_at) AS oldest ${arrived('quarantine')}`,
        parameters,
      ),
      db.rows<{ count: string; oldest: number }>(
        `SELECT toString(uniqExact(batch_id)) AS count, min(received_at) AS oldest ${arrived('losses')}`,
        parameters,
      ),
    ]);
    const parts = [events, quarantine, losses].filter((part) => Number(part?.count) > 0);
    const oldest = Math.min(...parts.map((part) => part?.oldest ?? 0));
    return {
      events: Number(events?.stored),
      invocations: Number(events?.count),
      quarantined: Number(quarantine?.count),
      loss_reports: Number(losses?.count),
      oldest: parts.length === 0 ? null : new Date(oldest).toISOString(),
    };
  }

  async apply(project: string, before: number): Promise<RetentionRun> {
    checkBefore(before);
    return this.#runs.run(async () => {
      await this.#resume();
      const { oldest: _, ...counts } = await this.preview(project, before);
      const run: Run = {
        ...{ project, ...counts, id: randomUUID(), stage: 0 },
        before: new Date(before).toISOString(),
        started_at: new Date().toISOString(),
        finished_at: null,
      };
      await this.#write(run);
      return toRetentionRun(await this.#finish(run));
    });
  }

  /** The last run of each project. */
  async runs(): Promise<RetentionRun[]> {
    const rows = await this.#maintenance.db.rows<RunRow>(
      `${selectRuns} ORDER BY toInt64(started) DESC LIMIT 1 BY project`,
    );
    return rows.map(toRun).map(toRetentionRun);
  }

  async #unfinished(): Promise<Run[]> {
    const rows = await this.#maintenance.db.rows<RunRow>(
      `${selectRuns} HAVING latest < 2 ORDER BY toInt64(started)`,
    );
    return rows.map(toRun);
  }

  async #resume(): Promise<void> {
    for (const run of await this.#unfinished()) await this.#finish(run);
  }

  async #finish(run: Run): Promise<Run> {
    if (run.stage === 0) {
      await this.#forgetList(run);
      if (run.invocations > 0) await this.#list(run);
      await this.#write({ ...run, stage: 1 });
    }
    await this.#remove(run);
    const finished: Run = { ...run, stage: 2, finished_at: new Date().toISOString() };
    await this.#write(finished);
    await this.#forgetList(run);
    return finished;
  }

  async #list({ project, before, id }: Run): Promise<void> {
    for (const { command } of this.#maintenance.shards) {
      await command(
        `INSERT INTO sonde.expiring (run_id, month, hash)
         SELECT {run:String}, arrayJoin(months), cityHash64(invocation_id)
         FROM (${began}, groupUniqArray(_partition_id) AS months ${ofProject} ${isOver})`,
        { project, before: Date.parse(before), run: id },
      );
    }
  }

  async #remove(run: Run): Promise<void> {
    const { project, id, before } = run;
    const maintenance = this.#maintenance;
    const ofThis = `project = ${writeText(project)}`;
    let removed = 0;
    for (const shard of maintenance.shards) removed += await this.#removeEvents(shard, run);
    if (removed > 0) {
      const condition = `${ofThis} AND cityHash64(invocation_id) IN (
        SELECT hash FROM sonde.expiring WHERE run_id = ${writeText(id)})`;
      await this.#derived.afterRemoval(project, condition, maintenance);
    }
    for (const table of ['quarantine', 'losses', 'dead_letters']) {
      const condition = `${ofThis} AND received_at < ${Date.parse(before)}`;
      await this.#rewrites.run(() => removeRows(maintenance, table, condition));
    }
  }

  /** @returns From how many months of the shard. */
  async #removeEvents(shard: Maintenance, { project, id }: Run): Promise<number> {
    const months = await shard.db.rows<{ month: string }>(
      'SELECT DISTINCT month FROM sonde.expiring WHERE run_id = {run:String} ORDER BY month',
      { run: id },
    );
    for (const { month } of months) {
      const condition = `project = ${writeText(project)} AND cityHash64(invocation_id) IN (
        SELECT hash FROM sonde.expiring WHERE run_id = ${writeText(id)} AND month = ${writeText(month)})`;
      await this.#rewrites.run(() => removeFromMonth(shard, 'events', month, condition));
    }
    return months.length;
  }

  async #forgetList({ id }: Run): Promise<void> {
    for (const { command } of this.#maintenance.shards) {
      await command(`ALTER TABLE sonde.expiring DROP PARTITION ${writeText(id)}`);
    }
  }

  async #write(run: Run): Promise<void> {
    const { project, id, stage, before, started_at, finished_at } = run;
    const line = JSON.stringify([
      ...[project, id, stage, Date.parse(before), Date.parse(started_at)],
      finished_at === null ? 0 : Date.parse(finished_at),
      ...[run.events, run.invocations, run.quarantined, run.loss_reports],
    ]);
    await this.#maintenance.insert('sonde.retention_runs', runColumns, [line]);
  }
}

/** A future time would delete everything. */
function checkBefore(before: number): number {
  if (Number.isSafeInteger(before) && before <= Date.now()) return before;
  throw new SondeError('parameter_invalid', { detail: 'before must be in the past' });
}

interface RunRow {
  project: string;
  id: string;
  latest: Run['stage'];
  limit: string;
  started: string;
  finished: string;
  counts: [string, string, string, string];
}

const selectRuns = `SELECT project, id, max(stage) AS latest, toString(any(before)) AS limit,
    toString(any(started_at)) AS started, toString(max(finished_at)) AS finished,
    argMax([toString(events), toString(invocations), toString(quarantined), toString(loss_reports)],
      stage) AS counts
  FROM sonde.retention_runs GROUP BY project, id`;

function toRun({ project, id, latest, limit, started, finished, counts }: RunRow): Run {
  const [events, invocations, quarantined, lossReports] = counts.map(Number) as [
    ...[number, number, number, number],
  ];
  return {
    ...{ project, id, stage: latest, events, invocations, quarantined, loss_reports: lossReports },
    before: new Date(Number(limit)).toISOString(),
    started_at: new Date(Number(started)).toISOString(),
    finished_at: finished === '0' ? null : new Date(Number(finished)).toISOString(),
  };
}

function toRetentionRun({ id: _id, stage: _stage, ...run }: Run): RetentionRun {
  return run;
}
