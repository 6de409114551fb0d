import { SondeError } from '@sonde/protocol';
import type { Store } from '@sonde/store';
import { Forwarder, type ForwarderTiming, type ForwarderWork } from './forwarder.js';
import { readProgress, startAfter, toState } from './forwarder-progress.js';
import type { ForwarderSettings } from './forwarder-settings.js';

export interface ForwardersOptions {
  store: Pick<Store, 'forwarding'>;
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
            ...{ project, settings: setting, store: forwarding, progress, log },
            timing: { ...defaultTiming, ...options.timing },
            onWork: (work) => onWork?.({ project, forwarder: setting.id }, work),
          }),
        );
      }
    }
    // Otherwise a crash before the first request would lose the place where they start.
    if (fresh.length > 0) await forwarding.write({ states: fresh, deadLetters: [] });
    for (const forwarder of all) forwarder.start();
    return new Forwarders(all);
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

  async stop(): Promise<void> {
    await Promise.all(this.#all.map((forwarder) => forwarder.stop()));
  }
}
