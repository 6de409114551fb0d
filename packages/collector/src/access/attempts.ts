import { isIP } from 'node:net';
import { SondeError } from '@sonde/protocol';
import type { FastifyReply } from 'fastify';
import ipaddr from 'ipaddr.js';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** Allowed failed attempts (`points`) in a number of seconds (`duration`). */
const limits = {
  /**
   * For one account from one address. As long as the next one, so that one address cannot use that
   * up.
   */
  pair: { points: 10, duration: 3_600 },
  /** For one account from all addresses. */
  account: { points: 50, duration: 3_600 },
  /** From one address, which an office may share. */
  address: { points: 100, duration: 3_600 },
} as const;

export interface Attempts {
  /**
   * Counts an attempt before its result is known, so that concurrent attempts count, too. Resolves to a
   * function that takes the count back; call it if the attempt was right.
   *
   * Throws `too_many_attempts`, and sets Retry-After in the response.
   */
  count(attempt: { address: string; account?: string }, reply: FastifyReply): Promise<() => void>;
}

/** Limits how often secrets can be guessed. The counts are in the memory of this process. */
export function createAttempts(): Attempts {
  const pairs = new RateLimiterMemory({ keyPrefix: 'pair', ...limits.pair });
  const accounts = new RateLimiterMemory({ keyPrefix: 'account', ...limits.account });
  const addresses = new RateLimiterMemory({ keyPrefix: 'address', ...limits.address });
  return {
    async count({ address, account }, reply) {
      const network = networkOf(address);
      // Address first: a refused address adds no account names to memory. Account last: attempts
      // refused before it do not lock the owner out.
      const steps: [RateLimiterMemory, string][] = [[addresses, network]];
      if (account !== undefined) {
        steps.push([pairs, `${network} ${account}`], [accounts, account]);
      }
      for (const [limiter, key] of steps) {
        try {
          await limiter.consume(key);
        } catch (refusal) {
          if (!(refusal instanceof RateLimiterRes)) throw refusal;
          const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000));
          reply.header('retry-after', String(seconds));
          const minutes = Math.ceil(seconds / 60);
          throw new SondeError('too_many_attempts', { detail: `try again in ${minutes} min` });
        }
      }
      return () => {
        for (const [limiter, key] of steps) void limiter.reward(key);
      };
    },
  };
}

/** Reduces an IPv6 address to its /64 network, in which one machine can use any address. */
export function networkOf(address: string): string {
  if (isIP(address) === 0) return 'none';
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  return parsed.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':');
}
