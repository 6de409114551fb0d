import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

const missingPage = `<!doctype html>
<html lang="en">
<title>Sonde</title>
<h1>The dashboard is not built</h1>
<p>The collector runs, and takes in events at <code>/ingest</code>. To build its pages, run
<code>npm run build</code> in the repository and start it again.</p>
</html>
`;

export interface DashboardFilesOptions {
  /** Where the built pages are; may be missing. */
  directory: string;
}

/**
 * Serves the built dashboard.
 *
 * Returns what answers a GET without a route: the page itself for a browser, since the page's own
 * router knows its addresses.
 */
export async function serveDashboard(
  app: FastifyInstance,
  { directory }: DashboardFilesOptions,
): Promise<(request: { url: string; accept: string }, reply: FastifyReply) => boolean> {
  const isBuilt = existsSync(join(directory, 'index.html'));
  if (isBuilt) {
    app.addHook('onRoute', (route) => {
      // The plugin cannot be told a configuration, and marks the routes of its files with one of its own.
      const isFile = route.config !== undefined && 'rootPath' in route.config;
      if (isFile) route.config = { ...route.config, access: 'public' };
    });
    await app.register(fastifyStatic, {
      root: directory,
      // One route a file, known at start: no path of a request ever reaches the file system.
      wildcard: false,
      index: false,
      cacheControl: false,
      schemaHide: true,
      setHeaders: (response, path) => {
        const isHashed = path.includes(`${sep}assets${sep}`);
        response.setHeader(
          'cache-control',
          isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
        );
      },
    });
  }
  return ({ url, accept }, reply) => {
    // The address that the start prints answers whatever is asked for; the page's own addresses only
    // a browser, so that a mistyped one is an error to a program.
    const isRoot = url.split('?', 1)[0] === '/';
    if (url.startsWith('/api/') || !(isRoot || accept.includes('text/html'))) return false;
    reply.code(200);
    if (isBuilt) {
      reply.sendFile('index.html');
      return true;
    }
    reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(missingPage);
    return true;
  };
}
