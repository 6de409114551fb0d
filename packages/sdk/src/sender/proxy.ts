import type { Environment } from '../runtime/variables.js';

type AddressKind = 'ipv4' | 'ipv6';

/** The kind of an IP address; undefined for a host name. */
function kindOf(host: string): AddressKind | undefined {
  const version = process.getBuiltinModule('node:net').isIP(host);
  return version === 0 ? undefined : version === 4 ? 'ipv4' : 'ipv6';
}

/** A host in the form that `URL` uses, without brackets and without a trailing dot. */
function normalize(host: string): string {
  try {
    return new URL(`http://${host}`).hostname.replace(/^\[|\]$|\.$/g, '');
  } catch {
    return host;
  }
}

/** Whether an address is in an entry such as `10.0.0.1`, `10.0.0.0/8` or `10.0.0.1-10.0.0.9`. */
function isInRange(host: string, kind: AddressKind, entry: string): boolean {
  const [start = '', prefix, last] = entry.split(/([/-].*)/);
  const from = kindOf(start);
  if (from === undefined || last) return false;
  const { BlockList } = process.getBuiltinModule('node:net');
  const range = new BlockList();
  try {
    if (prefix === undefined) range.addAddress(start, from);
    else if (prefix.startsWith('-')) range.addRange(start, prefix.slice(1), from);
    else if (/^\/\d+$/.test(prefix)) range.addSubnet(start, Number(prefix.slice(1)), from);
  } catch {
    return false;
  }
  return range.check(host, kind);
}

/** Splits an entry of `NO_PROXY` into a host and a port: IPv6 addresses may have brackets. */
function splitEntry(entry: string): { host: string; port: string | undefined } {
  // An IPv6 address without brackets has no port.
  if (/^[^[]*:.*:/.test(entry)) return { host: entry, port: undefined };
  const [, host = '', port] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
  return { host: host.replace(/[[\]]/g, ''), port };
}

function isExempt(url: URL, exemptions: string): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const host = normalize(url.host);
  const kind = kindOf(host);
  return exemptions.split(/[\s,]+/).some((entry) => {
    const { host: name, port: onlyPort } = splitEntry(entry);
    if (name === '' || (onlyPort !== undefined && onlyPort !== port)) return false;
    if (name === '*') return true;
    if (kind !== undefined) return isInRange(host, kind, name);
    if (name.includes('/')) return false;
    const domain = normalize(name.replace(/^\*?\./, ''));
    return domain !== '' && (host === domain || host.endsWith(`.${domain}`));
  });
}

/** The first variable that is set, with its name. */
function firstSet(
  environment: Environment,
  names: readonly string[],
): [string, string] | undefined {
  for (const name of names) {
    const value = environment[name]?.trim();
    if (value) return [name, value];
  }
  return undefined;
}

/**
 * The proxy for an address, from `HTTP_PROXY` or `HTTPS_PROXY`, then `ALL_PROXY`, and `NO_PROXY`. The
 * lower-case names win. Undefined if the address is reached directly.
 *
 * Throws if the proxy cannot be used, such as a SOCKS proxy: a request must not go around it.
 */
export function proxyFor(url: URL, environment: Environment): URL | undefined {
  const [, exemptions] = firstSet(environment, ['no_proxy', 'NO_PROXY']) ?? [];
  if (exemptions !== undefined && isExempt(url, exemptions)) return undefined;
  const own = `${url.protocol.slice(0, -1)}_proxy`;
  const names = [own, own.toUpperCase(), 'all_proxy', 'ALL_PROXY'];
  const [name, value] = firstSet(environment, names) ?? [];
  if (value === undefined) return undefined;
  const refuse = (reason: string) => new Error(`the proxy in ${name} cannot be used: ${reason}`);
  let proxy: URL;
  try {
    proxy = new URL(value.includes('://') ? value : `http://${value}`);
  } catch {
    // The address is not shown, since it may contain a login.
    throw refuse('it is not a URL');
  }
  if (proxy.protocol === 'http:' || proxy.protocol === 'https:') return proxy;
  throw refuse(`${proxy.protocol} is not supported`);
}
