import type { Environment } from '../runtime/variables.js';

function isExempt(url: URL, exemptions: string): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  return exemptions
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      const [, name = '', onlyPort] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(entry) ?? [];
      if (onlyPort !== undefined && onlyPort !== port) return false;
      const suffix = name.replace(/^\*?\./, '');
      return host === suffix || host.endsWith(`.${suffix}`);
    });
}

/**
 * The proxy for an address, from `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`; the lower-case names win.
 * Undefined when the address is reached directly.
 */
export function proxyFor(url: URL, environment: Environment): URL | undefined {
  if (isExempt(url, environment.no_proxy ?? environment.NO_PROXY ?? '')) return undefined;
  const proxy =
    url.protocol === 'https:'
      ? environment.https_proxy || environment.HTTPS_PROXY
      : environment.http_proxy || environment.HTTP_PROXY;
  if (!proxy) return undefined;
  try {
    const address = new URL(proxy.includes('://') ? proxy : `http://${proxy}`);
    return address.protocol === 'http:' || address.protocol === 'https:' ? address : undefined;
  } catch {
    return undefined;
  }
}
