import { defineConfig } from 'vite';

/** Bundles the script of the HTML report into one file, which src/report reads when it writes a report. */
export default defineConfig({
  publicDir: false,
  logLevel: 'warn',
  // Vite leaves it alone in a library, but a page has no `process`.
  define: { 'process.env.NODE_ENV': JSON.stringify('production') },
  build: {
    lib: {
      entry: 'src/report/page/main.ts',
      formats: ['iife'],
      name: 'choosyReport',
      fileName: () => 'page.js',
    },
    outDir: 'dist/report',
    // What tsc made lies there, too.
    emptyOutDir: false,
    target: 'es2022',
  },
});
