import type { FastifyInstance, FastifyRequest } from 'fastify';
import { problems } from '../api/response-schemas.js';
import type { MetricSources, Metrics } from './metrics.js';

const metricsPath = '/metrics';

/** Until the start is over: loading would take the processor from it. */
const loadDelayMs = 1_000;

/** Counts every response of the app. */
export function countResponses(app: FastifyInstance, metrics: Metrics): void {
  app.addHook('onResponse', async (request, reply) => {
    metrics.responded({
      method: request.method,
      route: nameRoute(request.routeOptions.url),
      takesEvents: takesEvents(request.routeOptions),
      project: request.project,
      // 499, as in proxies: the client closed the connection first.
      status: reply.raw.writableEnded ? reply.statusCode : 499,
      code: reply.problemCode,
    });
  });
  let loading: NodeJS.Timeout | undefined;
  app.addHook('onReady', async () => {
    loading = setTimeout(() => {
      metrics.load().catch((error: unknown) => app.log.warn({ err: error }, 'No metrics'));
    }, loadDelayMs).unref();
  });
  app.addHook('onClose', async () => clearTimeout(loading));
}

/** The collector's own route for events, or one of a vendor's clients. */
function takesEvents({ url, config }: FastifyRequest['routeOptions']): boolean {
  return url === '/ingest' || config.access === 'client';
}

/** Joins built files under one route: their names change with each build. */
function nameRoute(url: string | undefined): string | undefined {
  return url?.startsWith('/assets/') ? '/assets/*' : url;
}

/** `GET /metrics`, for Prometheus: numbers of the whole server, without personal data. */
export function registerMetricsRoute(
  app: FastifyInstance,
  { metrics, ...sources }: MetricSources & { metrics: Metrics },
): void {
  app.get(
    metricsPath,
    {
      config: { access: 'metrics', everywhere: true },
      schema: {
        operationId: 'getMetrics',
        summary: 'Metrics of the collector for Prometheus',
        tags: ['operation'],
        response: {
          200: {
            description: 'Prometheus text format',
            content: { 'text/plain': { schema: { type: 'string' } } },
          },
          ...problems(401, 403, 500),
        },
      },
    },
    async (_request, reply) => {
      const { contentType, text } = await metrics.render(sources);
      return reply.type(contentType).serializer(String).send(text);
    },
  );
}
