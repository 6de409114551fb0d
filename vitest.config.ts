import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'scripts/*.test.mjs',
      'packages/*/src/**/*.test.{ts,tsx}',
      'examples/*/src/**/*.test.ts',
    ],
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
