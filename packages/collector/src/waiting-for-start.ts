import type { FastifyInstance } from 'fastify';

/**
 * Makes requests to some routes wait while the collector starts, instead of refusing them: many
 * clients try only once.
 *
 * @param options.started Settles when the store is usable, or has failed to open.
 * @param options.timeoutMs After this time a request continues, and is refused with `not_ready`.
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
