import { type DestinationType, destinationUrl } from '@sonde/destinations';
import type { Environment } from '../runtime/variables.js';
import { post } from './post-request.js';
import { proxyFor } from './proxy.js';

/** The endpoint to probe. */
export interface ProbeTarget {
  type: DestinationType;
  endpoint: string;
  key: string | undefined;
}

/** The stage of a request. */
type ProbeStage = 'sender' | 'address' | 'proxy' | 'name' | 'connection' | 'TLS' | 'HTTP';

/** The result of a request without events. */
export interface Probe {
  url: string;
  /** Without its login; null when the endpoint is reached directly. */
  proxy: string | null;
  /** The stage that failed; null if there was a response. */
  failedAt: ProbeStage | null;
  /** Why it failed; empty if there was a response. */
  reason: string;
  /** 0 if there was no response. */
  status: number;
  /** The start of the response's body. */
  text: string;
  duration_ms: number;
}

const timeoutMs = 5_000;
const maxTextLength = 2_000;
const tlsCode = /CERT|SELF_SIGNED|UNABLE_TO_|SSL|TLS|EPROTO|ISSUER/;

/** Sends a request without events to an endpoint. Never rejects. */
export async function probeEndpoint(target: ProbeTarget, environment: Environment): Promise<Probe> {
  const { type, key } = target;
  const address = destinationUrl(type, target.endpoint);
  const startedAt = Date.now();
  let proxy: URL | undefined;
  const result = (outcome: Partial<Probe>): Probe => ({
    url: address ?? target.endpoint,
    proxy: proxy?.origin ?? null,
    failedAt: null,
    reason: '',
    status: 0,
    text: '',
    duration_ms: Date.now() - startedAt,
    ...outcome,
  });
  if (address === undefined) return result({ failedAt: 'address', reason: 'not an HTTP address' });
  const url = new URL(address);
  const isSecure = url.protocol === 'https:';
  const isName =
    process.getBuiltinModule('node:net').isIP(url.hostname.replace(/[[\]]/g, '')) === 0;
  let stage: ProbeStage = 'proxy';
  try {
    proxy = proxyFor(url, environment);
    if (proxy === undefined) stage = isName ? 'name' : 'connection';
    const { status, text } = await post({
      url: address,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(type === 'sonde' && key !== undefined && { 'x-api-key': key }),
      },
      body: Buffer.from(type === 'sonde' ? '{"events":[]}' : '{}'),
      timeoutMs,
      environment,
      onSocket(socket) {
        if (proxy !== undefined) {
          // Through a proxy, the socket is handed out once it is connected and TLS is set up.
          if (isSecure) stage = 'HTTP';
          return;
        }
        socket.once('lookup', (error) => {
          if (!error) stage = 'connection';
        });
        socket.once('connect', () => {
          stage = isSecure ? 'TLS' : 'HTTP';
        });
        socket.once('secureConnect', () => {
          stage = 'HTTP';
        });
      },
    });
    return result({ status, text: text.slice(0, maxTextLength) });
  } catch (error) {
    const { code, name, message } = error as NodeJS.ErrnoException;
    const isTimeout = name === 'AbortError' || name === 'TimeoutError';
    return result({
      failedAt: tlsCode.test(String(code)) ? 'TLS' : stage,
      reason: isTimeout ? `no response within ${timeoutMs} ms` : message,
    });
  }
}
