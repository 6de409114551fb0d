import { InvocationPage } from '@sonde/analytics';
import { SondeError } from '@sonde/protocol';
import { type CollectorAddress, type Parameters, query } from './query-collector.js';

type Summary = InvocationPage['invocations'][number];

/** An invocation that began earlier is not followed; its last events may arrive late. */
const windowMs = 3_600_000;
const pageSize = 200;

async function readNew(
  collector: CollectorAddress,
  parameters: Parameters,
  isKnown: (one: Summary) => boolean,
): Promise<Summary[]> {
  const found: Summary[] = [];
  let cursor: string | undefined;
  do {
    const page = await query(collector, {
      path: '/api/v1/invocations',
      parameters: {
        ...parameters,
        from: new Date(Date.now() - windowMs).toISOString(),
        limit: String(pageSize),
        cursor,
      },
      response: InvocationPage,
    });
    const fresh = page.invocations.filter((one) => !isKnown(one));
    found.push(...fresh);
    // Newest first: if a whole page is known, so are the later pages.
    cursor = fresh.length === 0 ? undefined : (page.next_cursor ?? undefined);
  } while (cursor !== undefined);
  return found.reverse();
}

/** Whether a retry cannot help, for example because the key was revoked. */
function isFinal({ entry: { status } }: SondeError): boolean {
  return status !== null && status >= 400 && status < 500 && status !== 408 && status !== 429;
}

/**
 * Yields each new invocation, oldest first, and again when a running one has ended; earlier
 * invocations are skipped. Continues while the collector is unreachable, and reports that once;
 * ends if it refuses.
 */
export async function* followInvocations(options: {
  collector: CollectorAddress;
  parameters: Parameters;
  intervalMs: number;
  onOutage: (error: SondeError) => void;
}): AsyncGenerator<Summary> {
  const { collector, parameters, intervalMs, onOutage } = options;
  const seen = new Map<string, Summary>();
  const isKnown = (one: Summary) => seen.get(one.invocation_id)?.status === one.status;
  const remember = (all: readonly Summary[]) => {
    for (const one of all) seen.set(one.invocation_id, one);
    const oldest = Date.now() - 2 * windowMs;
    for (const [id, one] of seen) if (Date.parse(one.started_at) < oldest) seen.delete(id);
  };
  remember(await readNew(collector, parameters, isKnown));
  let isAway = false;
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, intervalMs));
    try {
      const fresh = await readNew(collector, parameters, isKnown);
      isAway = false;
      remember(fresh);
      yield* fresh;
    } catch (error) {
      if (!(error instanceof SondeError) || isFinal(error)) throw error;
      if (!isAway) onOutage(error);
      isAway = true;
    }
  }
}
