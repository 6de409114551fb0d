import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { version } from '../version.js';

export type Instruments = ReturnType<typeof createInstruments>;

/** From a commit of one event on a fast disk to what clients no longer wait for; in order, each once. */
const commitSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * Everything that is measured, in a registry of its own.
 *
 * A label takes few values, all of them known beforehand: codes, reasons, routes as they are declared.
 * None is an id, a name that somebody chose, or anything that a client sent.
 */
export function createInstruments() {
  const registry = new Registry();
  const registers = [registry];
  const count = (name: string, help: string) => new Counter({ name, help, registers });
  const countBy = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter({ name, help, labelNames, registers });
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });

  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'sonde_build_info',
    help: 'Always 1; the version is the label',
    labelNames: ['version'],
    registers,
  }).set({ version }, 1);
  return {
    registry,
    accepted: count('sonde_events_accepted_total', 'Events stored'),
    duplicates: count(
      'sonde_events_duplicate_total',
      'Events that were stored before, or whose person was deleted; not stored again',
    ),
    quarantined: countBy(
      'sonde_events_quarantined_total',
      'Events kept aside, by the code of what is wrong with them',
      ['code'],
    ),
    refused: countBy(
      'sonde_ingest_refused_total',
      'Requests with events that were not taken in, by the code of the answer',
      ['code'],
    ),
    unreadable: countBy(
      'sonde_http_unreadable_total',
      'Requests that were no valid HTTP or arrived too slowly, by the code of the answer',
      ['code'],
    ),
    commits: new Histogram({
      name: 'sonde_commit_duration_seconds',
      help: 'How long commits took, those that failed too',
      buckets: commitSeconds,
      registers,
    }),
    clientRecorded: count(
      'sonde_client_events_recorded_total',
      'Events that clients say they recorded, in the accounts that came with their batches',
    ),
    clientSent: count('sonde_client_events_sent_total', 'Of those, events they say they sent'),
    clientDropped: countBy(
      'sonde_client_events_dropped_total',
      'Of those, events they say they lost, by reason',
      ['reason'],
    ),
    signInsRefused: countBy(
      'sonde_sign_ins_refused_total',
      'Attempts to sign in that were refused, by the code of the answer',
      ['code'],
    ),
    requests: countBy('sonde_http_requests_total', 'Answered requests', [
      'method',
      'route',
      'status',
    ]),
    ready: gauge(
      'sonde_ready',
      '1 while events can be stored and questions answered, as /readyz says',
    ),
    pending: gauge('sonde_pending_events', 'Events that wait to be stored'),
    storeBytes: gauge('sonde_store_bytes', 'What the tables take on the disk'),
    storeRows: gauge('sonde_store_rows', 'Rows of all tables'),
    storeParts: gauge('sonde_store_parts', 'Parts of all tables that are not merged'),
    diskFree: gauge('sonde_disk_free_bytes', 'Free space on the volume of the data directory'),
    diskFloor: gauge('sonde_disk_floor_bytes', 'Free space below which nothing is stored'),
  };
}
