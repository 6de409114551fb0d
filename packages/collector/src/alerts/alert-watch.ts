import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Store } from '@sonde/store';
import { type RetryTiming, retryDelay } from '../forwarders/retry-delay.js';
import type { Write } from '../team/directory.js';
import { findProject } from '../team/projects.js';
import type { Team } from '../team/team.js';
import { createMessage } from './alert-message.js';
import type { AlertCondition, AlertRecord, IncidentRecord, Notice } from './alert-records.js';
import type { AlertSettings } from './alert-settings.js';
import { incidentsOf } from './alerts.js';
import { evaluateCondition, type Found } from './evaluate-condition.js';
import { sendMessage } from './send-message.js';

export interface AlertWatchOptions {
  store: Pick<Store, 'query'>;
  team: Team;
  settings: AlertSettings;
  log: { warn: (details: object, message: string) => void };
  /** How often it looks for what is due. Default 10 seconds. */
  tickMs?: number;
  retry?: RetryTiming;
}

const minuteMs = 60_000;
const giveUpMs = 24 * 60 * minuteMs;
const keptIncidents = 20;
const atOnce = 8;

/**
 * Evaluates the alerts of all projects, and reports each incident when it begins and when it ends.
 *
 * What is to be reported is stored first. If the process is killed after sending and before noting
 * it, the report is repeated once, with the same id of the incident.
 */
export class AlertWatch {
  readonly #options: AlertWatchOptions;
  /** When the next look is due, by alert. */
  readonly #nextLook = new Map<string, { condition: AlertCondition; at: number }>();
  /** When the next attempt is due, by incident. Milliseconds since 1970. */
  readonly #nextAttempt = new Map<string, number>();
  /** Notices that were sent but could not be noted, by incident: they are noted later, not repeated. */
  readonly #unnoted = new Map<string, Notice>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: AlertWatchOptions) {
    this.#options = options;
  }

  start(): void {
    const { tickMs = 10_000 } = this.#options;
    this.#timer = setTimeout(() => {
      this.#looking = this.look().finally(() => {
        if (!this.#stopped) this.start();
      });
    }, tickMs).unref();
  }

  /** Waits for what is being sent. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#looking;
  }

  /** Evaluates and sends what is due. Never rejects. */
  async look(): Promise<void> {
    const { team, log } = this.#options;
    for (const alert of [...team.directory.alerts.values()]) {
      if (this.#stopped) return;
      if (!this.#beginLook(alert)) continue;
      const project = findProject(team, alert.project);
      if (project === undefined || project.archived_at !== null) continue;
      try {
        const found = await evaluateCondition(this.#options, alert);
        // It may have been removed or changed meanwhile.
        const latest = team.directory.alerts.get(alert.id);
        const isAsBefore =
          latest?.is_paused === alert.is_paused &&
          isDeepStrictEqual(latest?.condition, alert.condition);
        if (found !== null && isAsBefore) {
          await this.#note(alert, found);
        }
      } catch (error) {
        if (!this.#stopped) log.warn({ err: error, alert: alert.id }, 'An alert was not evaluated');
      }
    }
    const waiting = [...team.directory.incidents.values()].filter(
      (incident) =>
        nextNotice(incident) !== undefined &&
        team.directory.alerts.get(incident.alert)?.is_paused !== true &&
        team.now() >= (this.#nextAttempt.get(incident.id) ?? 0),
    );
    await Promise.all(waiting.slice(0, atOnce).map((incident) => this.#report(incident)));
  }

  /**
   * Whether to evaluate it now; then the next look is planned. A changed condition is evaluated at
   * once.
   */
  #beginLook(alert: AlertRecord): boolean {
    const { condition } = alert;
    if (alert.is_paused === true) {
      this.#nextLook.delete(alert.id);
      return false;
    }
    const now = this.#options.team.now();
    const next = this.#nextLook.get(alert.id);
    if (next !== undefined && now < next.at && isDeepStrictEqual(next.condition, condition)) {
      return false;
    }
    this.#nextLook.set(alert.id, { condition, at: now + lookIntervalMs(alert) });
    return true;
  }

  /** Begins and ends incidents. */
  async #note(alert: AlertRecord, found: readonly Found[]): Promise<void> {
    const { team } = this.#options;
    const now = team.now();
    const all = incidentsOf(team, alert.id);
    const open = all.filter(({ ended_at }) => ended_at === null);
    const begun = found
      .filter(({ subject }) => open.every((incident) => incident.subject !== subject))
      .map(
        (one): IncidentRecord => ({
          ...{ id: randomUUID(), alert: alert.id, project: alert.project },
          ...one,
          ...{ began_at: now, ended_at: null, began: newNotice(now), ended: null },
        }),
      );
    const ended = open
      .filter((incident) => found.every(({ subject }) => subject !== incident.subject))
      .map((incident): IncidentRecord => ({ ...incident, ended_at: now, ended: newNotice(now) }));
    const settled = all.filter(
      (incident) => incident.ended_at !== null && nextNotice(incident) === undefined,
    );
    const surplus = settled.slice(keptIncidents);
    const writes = [
      ...[...begun, ...ended].map((body): Write => ({ kind: 'incident', body })),
      ...surplus.map(({ id }): Write => ({ kind: 'incident', id, body: null })),
    ];
    if (writes.length > 0) await team.directory.commit(writes);
  }

  async #report(incident: IncidentRecord): Promise<void> {
    const { team, log } = this.#options;
    const which = nextNotice(incident);
    const alert = team.directory.alerts.get(incident.alert);
    if (which === undefined || alert === undefined) return;
    const before = incident[which] ?? newNotice(team.now());
    const notice =
      this.#unnoted.get(incident.id) ?? (await this.#send(alert, incident, which, before));
    this.#planNextAttempt(incident.id, notice);
    try {
      // The incident may have ended, or its alert been removed, while the message was sent.
      const latest = team.directory.incidents.get(incident.id);
      if (latest !== undefined) {
        await team.directory.commit([{ kind: 'incident', body: { ...latest, [which]: notice } }]);
      }
      this.#unnoted.delete(incident.id);
    } catch (error) {
      this.#unnoted.set(incident.id, notice);
      log.warn({ err: error, incident: incident.id }, 'A sent alert could not be noted');
    }
  }

  /** Tries to send a notice; returns what became of it. */
  async #send(
    alert: AlertRecord,
    incident: IncidentRecord,
    which: 'began' | 'ended',
    { since, attempts }: Notice,
  ): Promise<Notice> {
    const { team, settings } = this.#options;
    const message = createMessage({ team, settings }, alert, `alert.${which}`, incident);
    const tried = { since, attempts: attempts + 1, attempted_at: team.now() };
    try {
      const { problem } = await sendMessage(alert.channel, message, settings);
      return { ...tried, state: 'sent', reason: problem };
    } catch (error) {
      const isGivenUp = team.now() - since > giveUpMs;
      const reason = error instanceof Error ? error.message : String(error);
      return { ...tried, state: isGivenUp ? 'failed' : 'waiting', reason };
    }
  }

  #planNextAttempt(incident: string, { state, attempts }: Notice): void {
    const { team, retry = { firstMs: 10_000, longestMs: 30 * minuteMs } } = this.#options;
    if (state !== 'waiting') this.#nextAttempt.delete(incident);
    else this.#nextAttempt.set(incident, team.now() + retryDelay(attempts, 0, retry));
  }
}

const newNotice = (since: number): Notice => ({
  ...{ state: 'waiting', since, attempts: 0, attempted_at: null, reason: null },
});

/** What is to be reported next: the end only after the beginning. */
function nextNotice({ began, ended }: IncidentRecord): 'began' | 'ended' | undefined {
  if (began.state === 'waiting') return 'began';
  return ended?.state === 'waiting' ? 'ended' : undefined;
}

/** Longer windows change more slowly. */
function lookIntervalMs({ condition }: AlertRecord): number {
  if (condition.kind === 'release') return 0;
  return Math.min(15, Math.max(1, condition.window_hours)) * minuteMs;
}
