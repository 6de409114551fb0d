import type { ErrorCode } from '@sonde/protocol';
import {
  type AppendResult,
  type Batch,
  type ObservedCommit,
  queries,
  type Store,
} from '@sonde/store';
import type { Static } from 'typebox';
import { checkReadiness } from '../check-readiness.js';
import type { ForwarderWork } from '../forwarders/forwarder.js';
import type { Forwarders } from '../forwarders/forwarders.js';
import { ClientLosses } from './client-losses.js';
import type { Instruments } from './instruments.js';
import { Intake, type IntakeReport } from './intake.js';

/** The collector's own metrics. */
export interface Metrics {
  tookIn(batch: Batch, result: AppendResult): void;
  committed(commit: ObservedCommit): void;
  /** What was taken in for a project. */
  intakeOf(project: string): IntakeReport;
  responded(request: HandledRequest): void;
  /** A request that was not valid HTTP, or arrived too slowly. */
  unreadable(code: ErrorCode): void;
  signInRefused(code: ErrorCode): void;
  /** A request was stored without the events of one of its keys. */
  eventsRefused(code: ErrorCode): void;
  /** A forwarder has made a request. */
  forwarded(forwarder: { project: string; forwarder: string }, work: ForwarderWork): void;
  /**
   * Loads the metrics library. Until then events are only remembered: loading would slow down the
   * start.
   */
  load(): Promise<void>;
  /** All metrics in the text format of Prometheus. */
  render(sources: MetricSources): Promise<{ contentType: string; text: string }>;
}

export interface MetricSources {
  getStore: () => Store;
  getForwarders: () => Forwarders;
}

interface HandledRequest {
  method: string;
  /** The declared route, for example `/api/v1/flows/:flow/funnel`; undefined if there is none. */
  route: string | undefined;
  /** Whether clients send events to the route. */
  takesEvents: boolean;
  /** The project that the sender's key is of; empty if it is unknown. */
  project: string;
  status: number;
  /** Code of the response, if it is a problem. */
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

/** The engine is asked for sizes at most this often, however many clients scrape. */
const sizesEveryMs = 10_000;

export function createMetrics(): Metrics {
  const losses = new ClientLosses();
  const intake = new Intake(Date.now());
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
    tookIn(batch, result) {
      const { accepted, duplicates } = result;
      intake.tookIn(batch, result);
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
    committed(commit) {
      intake.committed(commit);
      record((to) => to.commits.observe(commit.durationMs / 1000));
    },
    intakeOf: (project) => intake.report(project),
    responded({ method, route, takesEvents, project, status, code }) {
      if (route === '/ingest' && code !== undefined) intake.refused(project, code, Date.now());
      record((to) => {
        to.requests.inc({
          method: methods.has(method) ? method : 'other',
          // The path of a request without a route is client data.
          route: route ?? 'none',
          status,
        });
        if (code === undefined) return;
        if (takesEvents) to.refused.inc({ code });
        if (route === '/api/v1/session' && method === 'POST') to.signInsRefused.inc({ code });
      });
    },
    unreadable(code) {
      record((to) => to.unreadable.inc({ code }));
    },
    eventsRefused(code) {
      record((to) => to.refused.inc({ code }));
    },
    signInRefused(code) {
      record((to) => to.signInsRefused.inc({ code }));
    },
    forwarded(labels, { sent = 0, retried = 0, refused = 0 }) {
      record((to) => {
        to.forwarderSent.inc(labels, sent);
        to.forwarderRetried.inc(labels, retried);
        to.forwarderRefused.inc(labels, refused);
      });
    },
    async load() {
      await load();
    },
    async render({ getStore, getForwarders }) {
      const to = await load();
      const isReady = await checkReadiness(getStore).then(
        () => true,
        () => false,
      );
      to.ready.set(isReady ? 1 : 0);
      try {
        const store = getStore();
        to.pending.set(store.pendingEvents);
        to.overflowEvents.set(store.overflow.events);
        to.overflowBytes.set(store.overflow.bytes);
        to.overflowUnreadable.set(store.overflow.unreadableFiles);
        if (performance.now() - sizesAt > sizesEveryMs) {
          measureSizes(to, await store.query(queries.storage, {}));
          await measureLags(to, getForwarders());
          sizesAt = performance.now();
        }
      } catch {
        // Return the other metrics; `sonde_ready` reports that the store does not respond.
      }
      return { contentType: to.registry.contentType, text: await to.registry.metrics() };
    },
  };
}

function measureSizes(
  to: Instruments,
  storage: Static<typeof queries.storage.response.schema>,
): void {
  to.storeBytes.set(storage.bytes);
  to.storeRows.set(storage.rows);
  to.storeParts.set(storage.parts);
  to.diskFree.set(storage.disk.free_bytes);
  to.diskFloor.set(storage.disk.floor_bytes);
}

async function measureLags(to: Instruments, forwarders: Forwarders): Promise<void> {
  for (const forwarder of forwarders.all()) {
    const labels = { project: forwarder.project, forwarder: forwarder.settings.id };
    const { events, seconds } = await forwarder.lag();
    to.forwarderLagEvents.set(labels, events);
    to.forwarderLagSeconds.set(labels, seconds);
  }
}
