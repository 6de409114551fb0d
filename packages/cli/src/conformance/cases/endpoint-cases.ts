import type { ConformanceCase } from '../conformance-case.js';
import { playScenario, type Scenario } from '../scenario.js';
import type { EndpointKind } from '../test-endpoint.js';

type Extra = Omit<Scenario, 'endpoint'>;

const kept: Extra = {
  conclude: ({ faulty }) => ({ notes: [`${faulty.requests} requests`] }),
};

/** A refusal with the time of the next attempt: a second run must not send earlier. */
const retryAfter: Extra = {
  async inspect({ faulty, again }) {
    const before = faulty.requests;
    await again();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    return faulty.requests > before
      ? ['Retry-After was an hour, but the next run sent again. Store the wait on disk.']
      : [];
  },
};

const notFollowed: Extra = {
  inspect: ({ faulty }) =>
    faulty.followed > 0
      ? ['A redirect to another origin was followed, so it received events and the key.']
      : [],
};

const cases: readonly [EndpointKind, string, Extra][] = [
  ['up', 'the endpoint accepts everything', {}],
  ['closed', 'nothing listens at the endpoint', {}],
  ['unresolvable', 'the name of the endpoint does not exist', {}],
  ['black-hole', 'the endpoint accepts a connection and never responds', {}],
  ['tls-black-hole', 'the endpoint never completes the TLS handshake', {}],
  ['captive-page', 'a captive portal responds with a page and status 200', kept],
  ['captive-redirect', 'a captive portal redirects to its sign-in page', notFollowed],
  ['slow-drip', 'the response arrives a byte at a time and never ends', {}],
  ['status-400', 'every event is refused', kept],
  ['status-400-for-one', 'one event of a batch is refused', kept],
  ['status-401', 'the key is refused', kept],
  ['status-413', 'a batch of more than one event is too large', kept],
  ['status-429', 'the endpoint asks to wait an hour', retryAfter],
  ['status-500', 'the endpoint has an internal error', kept],
  ['redirect', 'the endpoint redirects to another origin', notFollowed],
];

/** In CI the tool itself waits, within a limit. */
const inlineBudgetMs = 1_000;

const inCi: readonly [EndpointKind, string][] = [
  ['up', 'CI: delivered before the exit'],
  ['closed', 'CI: nothing listens at the endpoint'],
  ['black-hole', 'CI: the endpoint never responds'],
  ['slow-drip', 'CI: the response never ends'],
];

/** Behaviour of endpoints, inside and outside CI. */
export const endpointCases: readonly ConformanceCase[] = [
  ...cases.map(
    ([endpoint, title, extra]): ConformanceCase => ({
      name: `endpoint-${endpoint}`,
      title,
      run: (context) => playScenario(context, { endpoint, ...extra }),
    }),
  ),
  ...inCi.map(
    ([endpoint, title]): ConformanceCase => ({
      name: `ci-${endpoint}`,
      title,
      run: (context) =>
        playScenario(context, {
          endpoint,
          variables: { CI: 'true' },
          extraMs: inlineBudgetMs,
          inspect: ({ faulty }) =>
            endpoint === 'up' && faulty.accepted.length === 0
              ? ['Nothing was delivered before the exit. In CI no process outlives the tool.']
              : [],
        }),
    }),
  ),
  {
    name: 'ci-unset',
    title: 'CI set to false counts as unset: the tool does not wait',
    run: (context) => playScenario(context, { endpoint: 'black-hole', variables: { CI: 'false' } }),
  },
  {
    name: 'json-mode',
    title: 'the output is JSON, and JSON only',
    async run(context) {
      const { jsonArguments } = context.subject;
      if (jsonArguments === undefined) {
        return {
          outcome: 'skipped',
          why: '--json is missing; it sets the arguments for JSON output',
        };
      }
      return playScenario(context, {
        endpoint: 'up',
        arguments: jsonArguments,
        inspect({ run }) {
          try {
            JSON.parse(run.stdout.toString('utf8'));
            return [];
          } catch {
            return ['stdout is not JSON in JSON mode.'];
          }
        },
      });
    },
  },
];
