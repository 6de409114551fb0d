const { bun, deno } = process.versions;

/** Whether this is Bun or Deno. Code that only they need is loaded lazily. */
export const isOtherRuntime = Boolean(bun ?? deno);
