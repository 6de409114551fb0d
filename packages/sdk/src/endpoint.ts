/**
 * Address that events are posted to: the endpoint itself when it ends in `/ingest`, else `/ingest`
 * below it. Undefined when it is not an HTTP address.
 */
export function ingestUrl(endpoint: string): string | undefined {
  let url: URL;
  try {
    url = new URL(endpoint);
  } catch {
    return undefined;
  }
  if (!/^https?:$/.test(url.protocol)) return undefined;
  if (!url.pathname.endsWith('/ingest')) url.pathname = `${url.pathname.replace(/\/$/, '')}/ingest`;
  url.hash = '';
  return url.href;
}
