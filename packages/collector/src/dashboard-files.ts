import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const missingPage = `<!doctype html>
<html lang="en">
<title>Sonde</title>
<h1>The dashboard is not built</h1>
<p>The collector runs, and accepts events at <code>/ingest</code>. To build its pages, run
<code>npm run build</code> in the repository and start it again.</p>
</html>
`;

const contentTypes: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

interface DashboardFile {
  /** Path below the origin, like `/assets/index-1a2b3c.js`. */
  path: string;
  content: Buffer;
  headers: Record<string, string>;
}

export interface DashboardFilesOptions {
  /** Directory of the built pages; may be missing. */
  directory: string;
}

/**
 * Serves the built dashboard from memory, so that clients that do not read their response hold no
 * files open.
 *
 * Returns the handler for a GET without a route: a browser gets the page, whose own router knows
 * its paths.
 */
export function serveDashboard(
  app: FastifyInstance,
  { directory }: DashboardFilesOptions,
): (request: FastifyRequest, reply: FastifyReply) => boolean {
  const isBuilt = existsSync(join(directory, 'index.html'));
  const files = isBuilt ? readFiles(directory) : [];
  // One route per file: no request path ever reaches the file system.
  for (const file of files) {
    app.get(
      file.path,
      { config: { access: 'public', everywhere: true }, schema: { hide: true } },
      async (request, reply) => sendFile(request, reply, file),
    );
  }
  const page = files.find(({ path }) => path === '/index.html');
  return (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '/';
    const { accept = '' } = request.headers;
    // The printed address serves the page for any Accept header. The page's own paths serve it only
    // to browsers, so that a program gets an error for a mistyped path.
    if (path.startsWith('/api/') || !(path === '/' || accept.includes('text/html'))) return false;
    if (page !== undefined) {
      sendFile(request, reply, page);
      return true;
    }
    reply.code(200).header('cache-control', 'no-store').type('text/html; charset=utf-8');
    reply.send(missingPage);
    return true;
  };
}

/** At once: with some dozen small files that is several times faster than to wait for each. */
function readFiles(directory: string): DashboardFile[] {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const content = readFileSync(path);
      const steps = relative(directory, path).split(sep);
      const isHashed = steps[0] === 'assets';
      return {
        path: `/${steps.join('/')}`,
        content,
        headers: {
          'content-type': contentTypes[extname(path)] ?? 'application/octet-stream',
          'cache-control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
          etag: `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`,
        },
      };
    });
}

function sendFile(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  { content, headers: its }: DashboardFile,
): FastifyReply {
  const isKnown = headers['if-none-match']?.includes(its.etag ?? '') === true;
  reply.headers(its);
  return isKnown ? reply.code(304).send() : reply.code(200).send(content);
}
