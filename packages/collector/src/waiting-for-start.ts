import type { FastifyInstance } from 'fastify';

/**
 * Lets requests to some routes wait while the collector starts, rather than refusing them: many
 * clients try only once.
 *
 * @param options.started Settles when the store can be used, or never will be.
 * @param options.timeoutMs After which a request goes on all the same, to be told that it is not ready.
 */
export function waitForStart(
  app: FastifyInstance,
  options: { started: Promise<unknown>; routes: readonly string[]; timeoutMs: number },
): void {
  const routes = new Set<string | undefined>(options.routes);
  let isStarted = false;
  const started = options.started.then(
    () => {},
    () => {},
  );
  started.then(() => {
    isStarted = true;
  });
  app.addHook('onRequest', async (request) => {
    if (isStarted || !routes.has(request.routeOptions.url)) return;
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, options.timeoutMs);
    });
    await Promise.race([started, timeout]);
    clearTimeout(timer);
  });
}
