import { lookup as resolveHost } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Whether an address is on the public internet: not of this machine or of a private network. */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

const refusal = 'the address is of this machine or a private network';

/** Throws if a URL names such an address; a host name is checked by {@link lookupPublic}. */
export function checkHost({ hostname }: URL): void {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !isPublicAddress(host)) throw new Error(refusal);
}

/** Resolves a host name, at the connection itself, so that no later answer can differ. */
export const lookupPublic: LookupFunction = (hostname, options, callback) => {
  resolveHost(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) callback(error, '');
    else if (!addresses.every(({ address }) => isPublicAddress(address))) {
      callback(new Error(refusal), '');
    } else if (options.all === true) callback(null, addresses);
    else callback(null, addresses[0]?.address ?? '', addresses[0]?.family);
  });
};
