import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { EventProblem, IngestResponse, Limits } from '@sonde/protocol';
import type { AppendResult, Batch, QuarantinedEvent, Store } from '@sonde/store';
import { limitConcurrency } from '../limit-concurrency.js';
import type { Admissions } from './admission.js';
import type { CatalogIntake } from './catalog-intake.js';
import { decompress, readEncoding } from './decompress.js';
import type { FindJudgement } from './judgements.js';
import { normaliseRequest, readRequest } from './normalise-request.js';
import { readBody } from './read-body.js';
import { type Loss, readLoss } from './read-loss.js';
import { readTool } from './read-tool.js';
import { readVersionUse } from './version-use.js';

export interface IngestDependencies {
  /** Returns the store; throws `not_ready` until it is open. */
  getStore: () => Store;
  limits: Limits;
  /** Milliseconds since 1970. */
  now: () => number;
  admit: Admissions['admit'];
  learnCatalog: CatalogIntake;
  findJudgement: FindJudgement;
  /** Called with what was stored of each request. */
  onTakenIn?: ((batch: Batch, result: AppendResult) => void) | undefined;
  /** Called with the loss report of each client. */
  reportLoss: (project: string, loss: Loss) => void;
}

/** Concurrency limit for decompression: the size of a body is unknown until it is decompressed. */
const limitDecompression = limitConcurrency(4);

/**
 * Ingests one request for a project: reads, validates and stores it.
 *
 * Resolves when everything in the response is on disk. Rejects with a `SondeError` if nothing of
 * the request was stored.
 *
 * @param checkAgain Called right before storing: throws if the key was revoked meanwhile, or the
 *   project archived.
 */
export async function takeIn(
  dependencies: IngestDependencies,
  project: string,
  request: IncomingMessage,
  checkAgain: () => void,
): Promise<IngestResponse> {
  const { limits, admit } = dependencies;
  const store = dependencies.getStore();
  const encoding = readEncoding(request.headers['content-encoding']);
  const { body: arrived, admission } = await readBody(request, {
    bytesMax: limits.bodyBytes,
    admit,
  });
  try {
    const body = await limitDecompression(async () => {
      const decompressed = await decompress(arrived, encoding, limits.decompressedBytes);
      admission.resize(decompressed.length);
      return decompressed;
    });
    const receivedAt = dependencies.now();
    const read = readRequest(body, limits);
    const { meta } = read;
    const tool = await readTool(store, project, meta);
    const hint = { tool, hash: meta.catalog_hash };
    const { batch, rejected } = normaliseRequest(read, {
      ...{ project, tool, receivedAt, limits },
      judgement: await dependencies.findJudgement(project, hint),
      isForwarded: meta.forwarded === true,
    });
    const loss = readLoss(meta);
    if (loss !== undefined) {
      const { id: batch_id = identify(batch), ...counts } = loss;
      if (batch_id !== undefined) {
        batch.loss = { project, batch_id, received_at: receivedAt, ...counts };
      }
    }
    const isEmpty =
      batch.events.length === 0 && batch.quarantined.length === 0 && batch.loss === undefined;
    checkAgain();
    const { accepted, duplicates } = isEmpty
      ? { accepted: 0, duplicates: 0 }
      : await store.append({ ...batch, quarantined: batch.quarantined.map(giveId) });
    dependencies.onTakenIn?.(batch, { accepted, duplicates });
    if (loss !== undefined) dependencies.reportLoss(project, loss);
    const answer: IngestResponse = {
      accepted,
      duplicates,
      quarantined: batch.quarantined.map(toProblem),
      rejected,
    };
    const use = readVersionUse(batch.events, receivedAt);
    return { ...answer, ...(await dependencies.learnCatalog(project, meta, use)) };
  } finally {
    admission.release();
  }
}

/** The id of a loss report without one: a resent batch usually begins with the same event. */
function identify({ events, quarantined }: Batch): string | undefined {
  return (
    events[0]?.insert_id ??
    quarantined.find(({ insert_id }) => insert_id !== null)?.insert_id ??
    undefined
  );
}

/** Equal events without an id are different events, also while they are quarantined. */
function giveId(problem: QuarantinedEvent): QuarantinedEvent {
  const { body } = problem;
  const sent = typeof body === 'object' && body !== null && !Array.isArray(body) && body.insert_id;
  return (sent ?? '') === '' ? { ...problem, insert_id: randomUUID() } : problem;
}

function toProblem({ index, insert_id, code, field, message }: QuarantinedEvent): EventProblem {
  return { index, insert_id, code, field, message };
}
