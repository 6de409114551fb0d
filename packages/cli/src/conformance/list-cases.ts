import { clockCases } from './cases/clock-cases.js';
import { diskCases } from './cases/disk-cases.js';
import { endingCases } from './cases/ending-cases.js';
import { endpointCases } from './cases/endpoint-cases.js';
import { namespaceCases } from './cases/namespace-cases.js';
import { optOutCases } from './cases/opt-out-cases.js';
import { proxyCases } from './cases/proxy-cases.js';
import { signalCases } from './cases/signal-cases.js';
import { spoolCases } from './cases/spool-cases.js';
import { terminalCases } from './cases/terminal-cases.js';
import type { ConformanceCase } from './conformance-case.js';

/** Every case, in the order of the report. */
const allCases: readonly ConformanceCase[] = [
  ...endpointCases,
  ...proxyCases,
  ...clockCases,
  ...optOutCases,
  ...terminalCases,
  ...signalCases,
  ...endingCases,
  ...namespaceCases,
  ...spoolCases,
  ...diskCases,
];

/** Matches a name against a pattern in which `*` stands for anything. */
function matcherOf(pattern: string): (name: string) => boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[^\w-]/g, '\\$&'));
  const expression = new RegExp(`^${parts.join('.*')}$`);
  return (name) => expression.test(name);
}

/** The cases that match one of the patterns, or all without patterns, minus exceptions. */
export function listCases(options: {
  patterns: readonly string[];
  except: readonly string[];
}): ConformanceCase[] {
  const wanted = options.patterns.map(matcherOf);
  const unwanted = options.except.map(matcherOf);
  return allCases.filter(
    ({ name }) =>
      (wanted.length === 0 || wanted.some((matches) => matches(name))) &&
      !unwanted.some((matches) => matches(name)),
  );
}
