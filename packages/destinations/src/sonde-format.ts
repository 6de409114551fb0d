import { judgeFailure, parseObject } from './judge-response.js';
import type { WireFormat } from './wire-format.js';

/** A collector's own protocol: `POST /ingest`. */
export const sondeFormat: WireFormat = {
  maxEvents: 2_000,
  maxBodyBytes: 4_000_000,
  // The response names the events that are too large.
  maxEventBytes: Number.POSITIVE_INFINITY,
  compresses: true,

  encode(events, { key, sentAt, meta }) {
    return {
      headers: key === undefined ? {} : { 'x-api-key': key },
      body: JSON.stringify({
        events: events.map((event) => ({ ...event, sent_at: sentAt })),
        meta,
      }),
    };
  },

  judge(response) {
    const { status, text } = response;
    const parsed = parseObject(text);
    // Any server may respond with 200, even a hotel's sign-in page; only a collector counts events.
    const isTaken =
      (status >= 200 && status < 300 && typeof parsed?.accepted === 'number') ||
      (status === 202 && text === '');
    if (!isTaken) return judgeFailure(response);
    return {
      kind: 'done',
      rejected: readProblems(parsed?.rejected),
      quarantined: readProblems(parsed?.quarantined),
      wantsCatalog: parsed?.catalog_wanted === true,
    };
  },
};

function readProblems(problems: unknown): { index: number; code: string }[] {
  if (!Array.isArray(problems)) return [];
  return problems.map((problem) => ({
    index: Number(problem?.index),
    code: String(problem?.code),
  }));
}
