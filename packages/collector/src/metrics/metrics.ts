import type { ErrorCode } from '@sonde/protocol';
import {
  type AppendResult,
  type Batch,
  type ObservedCommit,
  questions,
  type Store,
} from '@sonde/store';
import type { Static } from 'typebox';
import { checkReadiness } from '../check-readiness.js';
import { ClientLosses } from './client-losses.js';
import type { Instruments } from './instruments.js';

/** What the collector counts of itself. */
export interface Metrics {
  tookIn(batch: Batch, result: AppendResult): void;
  committed(commit: ObservedCommit): void;
  answered(request: AnsweredRequest): void;
  /** A request that was no valid HTTP, or arrived too slowly. */
  unreadable(code: ErrorCode): void;
  signInRefused(code: ErrorCode): void;
  /** Loads what counts. Until then what happens is only remembered: loading takes time that a start lacks. */
  load(): Promise<void>;
  /** Everything in the text format of Prometheus. */
  render(getStore: () => Store): Promise<{ contentType: string; text: string }>;
}

interface AnsweredRequest {
  method: string;
  /** As it is declared, for example `/api/v1/flows/:flow/funnel`; undefined when there is none. */
  route: string | undefined;
  status: number;
  /** Of the answer, when it is a problem. */
  code: ErrorCode | undefined;
}

const methods: ReadonlySet<string> = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
]);

/** Sizes are asked of the engine at most this often, however many scrape. */
const sizesEveryMs = 10_000;

export function createMetrics(): Metrics {
  const losses = new ClientLosses();
  let instruments: Instruments | undefined;
  const early: ((to: Instruments) => void)[] = [];
  let sizesAt = Number.NEGATIVE_INFINITY;

  const record = (act: (to: Instruments) => void) => {
    if (instruments === undefined) early.push(act);
    else act(instruments);
  };
  const load = async (): Promise<Instruments> => {
    const { createInstruments } = await import('./instruments.js');
    if (instruments === undefined) {
      instruments = createInstruments();
      for (const act of early.splice(0)) act(instruments);
    }
    return instruments;
  };

  return {
    tookIn(batch, { accepted, duplicates }) {
      const growth = batch.loss === undefined ? undefined : losses.growth(batch.loss);
      record((to) => {
        to.accepted.inc(accepted);
        to.duplicates.inc(duplicates);
        for (const { code } of batch.quarantined) to.quarantined.inc({ code });
        if (growth === undefined) return;
        to.clientRecorded.inc(growth.recorded);
        to.clientSent.inc(growth.sent);
        for (const [reason, events] of Object.entries(growth.dropped)) {
          to.clientDropped.inc({ reason }, events);
        }
      });
    },
    committed({ durationMs }) {
      record((to) => to.commits.observe(durationMs / 1000));
    },
    answered({ method, route, status, code }) {
      record((to) => {
        to.requests.inc({
          method: methods.has(method) ? method : 'other',
          // The path of a request that has no route is whatever a client made up.
          route: route ?? 'none',
          status,
        });
        if (code === undefined) return;
        if (route === '/ingest') to.refused.inc({ code });
        if (route === '/api/v1/session' && method === 'POST') to.signInsRefused.inc({ code });
      });
    },
    unreadable(code) {
      record((to) => to.unreadable.inc({ code }));
    },
    signInRefused(code) {
      record((to) => to.signInsRefused.inc({ code }));
    },
    async load() {
      await load();
    },
    async render(getStore) {
      const to = await load();
      const isReady = await checkReadiness(getStore).then(
        () => true,
        () => false,
      );
      to.ready.set(isReady ? 1 : 0);
      try {
        const store = getStore();
        to.pending.set(store.pendingEvents);
        if (performance.now() - sizesAt > sizesEveryMs) {
          measureSizes(to, await store.ask(questions.storage, {}));
          sizesAt = performance.now();
        }
      } catch {
        // The rest is told all the same; that the store does not answer is told by `sonde_ready`.
      }
      return { contentType: to.registry.contentType, text: await to.registry.metrics() };
    },
  };
}

function measureSizes(
  to: Instruments,
  storage: Static<typeof questions.storage.answer.schema>,
): void {
  to.storeBytes.set(storage.bytes);
  to.storeRows.set(storage.rows);
  to.storeParts.set(storage.parts);
  to.diskFree.set(storage.disk.free_bytes);
  to.diskFloor.set(storage.disk.floor_bytes);
}
