import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Imports of choosy and of #runtime lead to the sources here; package.json says where.
  ssr: { resolve: { conditions: ['choosy-source', 'node'] } },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'test/browser/**'],
    // A native module such as ONNX Runtime is safest in a process of its own.
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default', './test/support/summary-reporter.ts'],
  },
});
