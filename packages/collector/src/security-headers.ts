import fastifyHelmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

export interface SecurityHeaderOptions {
  /** Whether the collector itself speaks TLS. */
  isHttps: boolean;
  /** The origin that people use. */
  publicUrl: string | undefined;
}

const halfAYearSeconds = 180 * 86_400;

/** Tells browsers what pages and responses may do: load nothing from other sites, not be framed. */
export async function setSecurityHeaders(
  app: FastifyInstance,
  { isHttps, publicUrl }: SecurityHeaderOptions,
): Promise<void> {
  const isSecure = publicUrl === undefined ? isHttps : publicUrl.startsWith('https:');
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        // The component library uses inline styles.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // A browser must not require TLS of other programs under this name.
    strictTransportSecurity: isSecure
      ? { maxAge: halfAYearSeconds, includeSubDomains: false }
      : false,
    // Ignored, with a warning, unless the page is secure or local.
    crossOriginOpenerPolicy: isSecure,
    originAgentCluster: isSecure,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  });
}
