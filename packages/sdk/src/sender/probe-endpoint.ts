import { isIP } from 'node:net';
import { type DestinationType, destinationUrl } from '../destinations/destination.js';
import type { Environment } from '../runtime/variables.js';
import { post } from '../sender/post-request.js';
import { proxyFor } from '../sender/proxy.js';
import { describeRefusal } from './describe-refusal.js';

/** The stage of the request that failed. */
type ProbeStage = 'address' | 'proxy' | 'name' | 'connection' | 'TLS' | 'HTTP';

/** The outcome of a request without events. */
export interface Probe {
  url: string;
  /** Without its login; null when the endpoint is reached directly. */
  proxy: string | null;
  /** Null on success. */
  failedAt: ProbeStage | null;
  detail: string;
  duration_ms: number;
}

const timeoutMs = 5_000;
const tlsCode = /CERT|SELF_SIGNED|UNABLE_TO_|SSL|TLS|EPROTO|ISSUER/;

/** What is wrong with a response; undefined when it is the expected one. */
function judge(type: DestinationType, status: number, text: string): string | undefined {
  // Vendors accept no empty request, so any response without a server error is enough.
  if (type !== 'sonde') return status >= 500 ? `status ${status}` : undefined;
  const refusal = describeRefusal(status, text);
  if (refusal !== undefined) return `status ${status}: ${refusal}`;
  try {
    if (status < 300 && typeof JSON.parse(text).accepted === 'number') return undefined;
  } catch {}
  return `status ${status}, but not a collector's response`;
}

/** Sends a request without events as a sender would, and returns the stage that failed, if any. Never rejects. */
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
  if (address === undefined) return result('address', 'not an HTTP address');
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
    const fault = judge(type, status, text);
    return fault === undefined
      ? result(null, `status ${status}`, proxy)
      : result('HTTP', fault, proxy);
  } catch (error) {
    const { code, name, message } = error as NodeJS.ErrnoException;
    const isTimeout = name === 'AbortError' || name === 'TimeoutError';
    const detail = isTimeout ? `no response within ${timeoutMs} ms` : message;
    return result(tlsCode.test(String(code)) ? 'TLS' : stage, detail, proxy);
  }
}
