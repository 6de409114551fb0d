import { SondeError } from '@sonde/protocol';
import type { DeletionOptions, Store } from '@sonde/store';
import { Forwarder, type ForwarderTiming, type ForwarderWork } from './forwarder.js';
import { readProgress, startAfter, toState } from './forwarder-progress.js';
import type { ForwarderSettings } from './forwarder-settings.js';
import { type DeletedPerson, explainImpossible } from './pass-on-deletion.js';

export interface ForwardersOptions {
  store: Pick<Store, 'forwarding' | 'life'>;
  settings: readonly ForwarderSettings[];
  log: {
    info: (details: object, message: string) => void;
    warn: (details: object, message: string) => void;
  };
  /** Called after each request. */
  onWork?: (forwarder: { project: string; forwarder: string }, work: ForwarderWork) => void;
  timing?: Partial<ForwarderTiming>;
}

const defaultTiming: ForwarderTiming = {
  pollMs: 1_000,
  pageIntervalMs: 100,
  keyRefusedMs: 300_000,
  timeoutMs: 30_000,
  stopMs: 3_000,
  firstMs: 1_000,
  longestMs: 300_000,
};

/** The running forwarders of all projects. */
export class Forwarders {
  readonly #all: readonly Forwarder[];

  constructor(all: readonly Forwarder[] = []) {
    this.#all = all;
  }

  /** Starts the declared forwarders where they ended; new ones start with the next events. */
  static async start(options: ForwardersOptions): Promise<Forwarders> {
    const { store, settings, log, onWork } = options;
    const { forwarding } = store;
    const stored = settings.length === 0 ? [] : await forwarding.states();
    const known = new Map(stored.map((state) => [`${state.project}/${state.forwarder}`, state]));
    const fresh = [];
    const all = [];
    for (const setting of settings) {
      for (const project of setting.projects) {
        const state = known.get(`${project}/${setting.id}`);
        const progress =
          state === undefined ? startAfter(forwarding.lastCommit) : readProgress(state);
        if (state === undefined) fresh.push(toState(project, setting.id, progress));
        all.push(
          new Forwarder({
            ...{ project, settings: setting, store, progress, log },
            timing: { ...defaultTiming, ...options.timing },
            onWork: (work) => onWork?.({ project, forwarder: setting.id }, work),
          }),
        );
      }
    }
    // Otherwise a crash before the first request would lose the place where they start.
    if (fresh.length > 0) await forwarding.write({ states: fresh, deadLetters: [] });
    const forwarders = new Forwarders(all);
    await forwarders.#giveUpDeletions(store);
    for (const forwarder of all) forwarder.start();
    return forwarders;
  }

  all(): readonly Forwarder[] {
    return this.#all;
  }

  ofProject(project: string): readonly Forwarder[] {
    return this.#all.filter((forwarder) => forwarder.project === project);
  }

  /** Throws `forwarder_not_found`. */
  find(project: string, id: string): Forwarder {
    const found = this.ofProject(project).find(({ settings }) => settings.id === id);
    if (found === undefined) throw new SondeError('forwarder_not_found', { detail: id });
    return found;
  }

  /** Which forwarders of a project can pass a deletion on, for the receipt. */
  planDeletion(project: string, person: DeletedPerson): NonNullable<DeletionOptions['forwarders']> {
    return this.ofProject(project).map(({ settings }) => {
      const reason = explainImpossible(settings, person);
      const state = reason === undefined ? 'waiting' : 'not_possible';
      return { forwarder: settings.id, state, reason: reason ?? '' };
    });
  }

  /** A deletion in a project was requested. */
  expectDeletion(project: string): void {
    for (const forwarder of this.ofProject(project)) forwarder.expectDeletion();
  }

  /** The ids of the person must not be kept for a forwarder that is no longer declared. */
  async #giveUpDeletions({ life }: Pick<Store, 'life'>): Promise<void> {
    for (const waiting of await life.waitingForwards()) {
      const { project, deletion_id: id, forwarder, user_id, secret } = waiting;
      const found = this.ofProject(project).find(({ settings }) => settings.id === forwarder);
      const person = { isUser: user_id !== '', hasSecret: secret !== '' };
      const reason =
        found === undefined
          ? 'the forwarder is no longer configured'
          : explainImpossible(found.settings, person);
      if (reason === undefined) continue;
      await life.noteForward({ project, id }, { forwarder, state: 'failed', reason });
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.#all.map((forwarder) => forwarder.stop()));
  }
}
