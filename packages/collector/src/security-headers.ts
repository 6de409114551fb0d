import fastifyHelmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

export interface SecurityHeaderOptions {
  /** Whether it speaks TLS itself. */
  isHttps: boolean;
  /** The origin that people use. */
  publicUrl: string | undefined;
}

const halfAYearSeconds = 180 * 86_400;

/** Tells browsers what pages and answers may do: load nothing from elsewhere, be shown in no frame. */
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
        // The component library styles inline.
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
    // A browser must not hold other programs on this name to TLS because of us.
    strictTransportSecurity: isSecure
      ? { maxAge: halfAYearSeconds, includeSubDomains: false }
      : false,
    // Ignored, with a warning, where the page is neither secure nor of this machine.
    crossOriginOpenerPolicy: isSecure,
    originAgentCluster: isSecure,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  });
}
