import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { version } from '../version.js';

export type Instruments = ReturnType<typeof createInstruments>;

/** Buckets: from a commit of one event on a fast disk to beyond the clients' timeout. */
const commitSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * All metrics, in their own registry.
 *
 * Labels have few values, known beforehand: codes, reasons, declared routes, forwarders of the
 * configuration file. A label never contains data from a client.
 */
export function createInstruments() {
  const registry = new Registry();
  const registers = [registry];
  const count = (name: string, help: string) => new Counter({ name, help, registers });
  const countBy = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter({ name, help, labelNames, registers });
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const forwarder = { labelNames: ['project', 'forwarder'] as const, registers };

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
      'Events not stored: stored before, or of a deleted person',
    ),
    quarantined: countBy('sonde_events_quarantined_total', 'Quarantined events, by error code', [
      'code',
    ]),
    refused: countBy('sonde_ingest_refused_total', 'Refused requests with events, by error code', [
      'code',
    ]),
    unreadable: countBy(
      'sonde_http_unreadable_total',
      'Requests that were not valid HTTP or arrived too slowly, by error code',
      ['code'],
    ),
    commits: new Histogram({
      name: 'sonde_commit_duration_seconds',
      help: 'Duration of commits, including failed ones',
      buckets: commitSeconds,
      registers,
    }),
    clientRecorded: count(
      'sonde_client_events_recorded_total',
      'Events recorded, as reported by clients',
    ),
    clientSent: count('sonde_client_events_sent_total', 'Events sent, as reported by clients'),
    clientDropped: countBy(
      'sonde_client_events_dropped_total',
      'Events lost, as reported by clients, by reason',
      ['reason'],
    ),
    signInsRefused: countBy('sonde_sign_ins_refused_total', 'Refused sign-ins, by error code', [
      'code',
    ]),
    requests: countBy('sonde_http_requests_total', 'Handled requests', [
      'method',
      'route',
      'status',
    ]),
    forwarderSent: new Counter({
      name: 'sonde_forwarder_sent_total',
      help: 'Events that a forwarder’s destination accepted',
      ...forwarder,
    }),
    forwarderRetried: new Counter({
      name: 'sonde_forwarder_retried_total',
      help: 'Failed requests of a forwarder, which are repeated',
      ...forwarder,
    }),
    forwarderRefused: new Counter({
      name: 'sonde_forwarder_dead_total',
      help: 'Events that a forwarder’s destination refused for good',
      ...forwarder,
    }),
    forwarderLagEvents: new Gauge({
      name: 'sonde_forwarder_lag_events',
      help: 'Events that a forwarder has not done yet',
      ...forwarder,
    }),
    forwarderLagSeconds: new Gauge({
      name: 'sonde_forwarder_lag_seconds',
      help: 'Time since the oldest of these events was stored',
      ...forwarder,
    }),
    ready: gauge('sonde_ready', '1 while events can be stored and queries answered, like /readyz'),
    pending: gauge('sonde_pending_events', 'Events waiting to be stored'),
    overflowEvents: gauge('sonde_overflow_events', 'Accepted events waiting in overflow files'),
    overflowBytes: gauge('sonde_overflow_bytes', 'Size of the overflow files'),
    overflowUnreadable: gauge(
      'sonde_overflow_unreadable_files',
      'Overflow files that could not be read or stored',
    ),
    storeBytes: gauge('sonde_store_bytes', 'Disk use of the tables'),
    storeRows: gauge('sonde_store_rows', 'Rows of all tables'),
    storeParts: gauge('sonde_store_parts', 'Unmerged parts of all tables'),
    diskFree: gauge('sonde_disk_free_bytes', 'Free space on the volume of the data directory'),
    diskFloor: gauge('sonde_disk_floor_bytes', 'Free space below which nothing is stored'),
  };
}
