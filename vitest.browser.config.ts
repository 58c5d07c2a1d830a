import { defineConfig } from 'vitest/config';

/** The tests run in Node, where they compute what a page in Chromium, which they drive, must give too. */
export default defineConfig({
  ssr: { resolve: { conditions: ['choosy-source', 'node'] } },
  test: {
    include: ['test/browser/**/*.test.ts'],
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: ['default', './test/support/summary-reporter.ts'],
  },
});
