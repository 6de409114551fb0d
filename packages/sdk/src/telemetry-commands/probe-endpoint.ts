import { isIP } from 'node:net';
import { type DestinationType, destinationUrl } from '../destinations/destination.js';
import type { Environment } from '../runtime/variables.js';
import { post } from '../sender/post-request.js';
import { proxyFor } from '../sender/proxy.js';
import { describeRefusal } from './describe-refusal.js';

/** Where on the way to the endpoint something failed. */
type ProbeStage = 'address' | 'proxy' | 'name' | 'connection' | 'TLS' | 'HTTP';

/** What became of a request that reports nothing. */
export interface Probe {
  url: string;
  /** Without what may be secret in it; null when the endpoint is reached directly. */
  proxy: string | null;
  /** Null when all is well. */
  failedAt: ProbeStage | null;
  detail: string;
  duration_ms: number;
}

const timeoutMs = 5_000;
const tlsCode = /CERT|SELF_SIGNED|UNABLE_TO_|SSL|TLS|EPROTO|ISSUER/;

/** What a status says; undefined when it is the one that is wanted. */
function judge(type: DestinationType, status: number, text: string): string | undefined {
  // A vendor has no empty request that it takes: that it answers has to do.
  if (type !== 'sonde') return status >= 500 ? `it answers ${status}` : undefined;
  const refusal = describeRefusal(status, text);
  if (refusal !== undefined) return `it answers ${status}: ${refusal}`;
  try {
    if (status < 300 && typeof JSON.parse(text).accepted === 'number') return undefined;
  } catch {}
  return `it answers ${status}, and not as a collector does`;
}

/** Sends a request without events, the way a sender would, and says how far it came. Never rejects. */
export async function probeEndpoint(options: {
  type: DestinationType;
  endpoint: string;
  key: string | undefined;
  environment: Environment;
}): Promise<Probe> {
  const { type, environment, key } = options;
  const address = destinationUrl(type, options.endpoint);
  const startedAt = Date.now();
  const result = (failedAt: ProbeStage | null, detail: string, proxy?: URL): Probe => ({
    url: address ?? options.endpoint,
    proxy: proxy?.origin ?? null,
    failedAt,
    detail,
    duration_ms: Date.now() - startedAt,
  });
  if (address === undefined) return result('address', 'this is no HTTP address');
  const url = new URL(address);
  const proxy = proxyFor(url, environment);
  const isSecure = url.protocol === 'https:';
  let stage: ProbeStage = proxy ? 'proxy' : isIP(url.hostname) === 0 ? 'name' : 'connection';
  try {
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
          // Through the proxy, the connection is there and TLS with it when a socket is handed out.
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
    const fault = judge(type, status, text);
    return fault === undefined
      ? result(null, `it answers ${status}`, proxy)
      : result('HTTP', fault, proxy);
  } catch (error) {
    const { code, name, message } = error as NodeJS.ErrnoException;
    const isTimeout = name === 'AbortError' || name === 'TimeoutError';
    const detail = isTimeout ? `nothing came within ${timeoutMs} ms` : message;
    return result(tlsCode.test(String(code)) ? 'TLS' : stage, detail, proxy);
  }
}
