import { setTimeout as delay } from 'node:timers/promises';
import type { Store } from '@sonde/store';
import type { AlertSettings } from './alerts/alert-settings.js';
import { AlertWatch } from './alerts/alert-watch.js';
import { Forwarders, type ForwardersOptions } from './forwarders/forwarders.js';
import { scheduleRetention } from './life/retention-schedule.js';
import { watchReleases } from './releases/watch-releases.js';
import type { Team } from './team/team.js';

export interface LeaderDutiesOptions extends Omit<ForwardersOptions, 'store'> {
  store: Store;
  team: Team;
  alerts: AlertSettings;
}

const retryMs = 1_000;

/**
 * What only the collector that leads does besides its store: it forwards, applies retention, compares
 * releases, and sends alerts.
 */
export class LeaderDuties {
  readonly #options: LeaderDutiesOptions;
  readonly #stopping = new AbortController();
  #active:
    | {
        forwarders: Forwarders;
        stopRetention: () => void;
        stopReleases: () => Promise<void>;
        alerts: AlertWatch;
      }
    | undefined;
  #changing: Promise<void> = Promise.resolve();

  private constructor(options: LeaderDutiesOptions) {
    this.#options = options;
  }

  /** Begins them if the store leads, and follows its role. */
  static async start(options: LeaderDutiesOptions): Promise<LeaderDuties> {
    const duties = new LeaderDuties(options);
    const { store, log } = options;
    store.onRole((role) => {
      log.info(
        { role },
        role === 'leader' ? 'This collector leads now' : 'Another collector leads',
      );
      duties.#changing = duties.#changing.then(() => duties.#follow());
    });
    if (store.role === 'leader') await duties.#begin();
    return duties;
  }

  get isLeader(): boolean {
    return this.#active !== undefined;
  }

  /** Undefined if this collector does not lead. */
  get forwarders(): Forwarders | undefined {
    return this.#active?.forwarders;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#changing;
    await this.#end();
  }

  async #follow(): Promise<void> {
    const { store, log } = this.#options;
    while (store.role === 'leader' && !this.isLeader && !this.#stopping.signal.aborted) {
      try {
        await this.#begin();
      } catch (error) {
        log.warn({ err: error }, 'This collector cannot lead yet');
        await delay(retryMs, undefined, { signal: this.#stopping.signal }).catch(() => {});
      }
    }
    if (store.role !== 'leader') await this.#end();
  }

  async #begin(): Promise<void> {
    const { team, alerts: alertSettings, ...options } = this.#options;
    // What the last leader wrote; a read that is under way may have begun before.
    await team.directory.refresh();
    await team.directory.refresh();
    const forwarders = await Forwarders.start(options);
    const alerts = new AlertWatch({ ...options, team, settings: alertSettings });
    alerts.start();
    this.#active = {
      alerts,
      forwarders,
      stopRetention: scheduleRetention({ ...options, team }),
      stopReleases: watchReleases({ ...options, team }),
    };
  }

  async #end(): Promise<void> {
    const active = this.#active;
    this.#active = undefined;
    active?.stopRetention();
    await Promise.all([active?.forwarders.stop(), active?.stopReleases(), active?.alerts.stop()]);
  }
}
