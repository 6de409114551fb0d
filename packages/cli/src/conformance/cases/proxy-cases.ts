import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reasons } from '../check-run.js';
import type { CaseContext, CaseFinding, ConformanceCase } from '../conformance-case.js';
import { listLeftProcesses, untilProcessesEnd } from '../left-processes.js';
import type { Sandbox } from '../sandbox.js';
import { playScenario, senderLimitMs } from '../scenario.js';
import { variableName } from '../subject.js';
import { startProxy } from '../test-proxy.js';

const user = 'conformance';
const password = 'only-for-the-proxy';
/** Every form in which the login may appear. */
const forms = [password, Buffer.from(`${user}:${password}`).toString('base64')];
const holds = (text: string) => forms.some((form) => text.includes(form));

/** Looks at the arguments of all processes until stopped, and says which had the login. */
function watchArguments(): () => string[] {
  const found = new Set<string>();
  const timer = setInterval(() => {
    for (const { command } of listLeftProcesses(password)) {
      if (holds(command)) found.add(command.split(' ')[0] ?? '');
    }
  }, 20);
  return () => {
    clearInterval(timer);
    return [...found];
  };
}

function filesWithLogin(sandbox: Sandbox): string[] {
  return sandbox
    .list()
    .filter(({ isDirectory }) => !isDirectory)
    .flatMap(({ path }) => (holds(readFileSync(join(sandbox.root, path), 'latin1')) ? [path] : []));
}

async function playLogin(context: CaseContext): Promise<CaseFinding> {
  const { tool } = context.subject;
  const proxy = await startProxy(user, password);
  const stopWatching = watchArguments();
  try {
    return await playScenario(context, {
      endpoint: 'up',
      variables: { HTTP_PROXY: proxy.url },
      mayRepeat: () => proxy.unheard > 0,
      async inspect({ sandbox, faulty, again }) {
        const reasons: Reasons = [];
        if (faulty.requests === 0) {
          reasons.push(`Nothing was delivered. The proxy refused ${proxy.refused} requests.`);
        }
        if (proxy.passed < faulty.requests) {
          reasons.push('A request went around the proxy.');
        }
        proxy.refuse();
        const debug = await again({ [variableName(tool, 'DEBUG')]: '1' });
        await untilProcessesEnd(sandbox.root, senderLimitMs);
        const places = [
          ...(holds(faulty.heads.join('\n')) ? ['the headers for the collector'] : []),
          ...(holds(JSON.stringify(faulty.accepted)) ? ['an event'] : []),
          ...(holds(`${debug.stdout}${debug.stderr}`) ? ['the debug output'] : []),
          ...filesWithLogin(sandbox),
          ...stopWatching().map((program) => `the arguments of ${program}`),
        ];
        reasons.push(
          ...places.map(
            (place) => `The login of the proxy is in ${place}. Only the proxy gets it.`,
          ),
        );
        return reasons;
      },
    });
  } finally {
    stopWatching();
    await proxy.close();
  }
}

/** Networks that are reached through a proxy. */
export const proxyCases: readonly ConformanceCase[] = [
  {
    name: 'proxy-login',
    title: 'HTTP_PROXY has a login, which only the proxy gets',
    run: playLogin,
  },
];
