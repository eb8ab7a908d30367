import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (file) => fileURLToPath(new URL(file, import.meta.url));
const inModules = (file) => fileURLToPath(new URL(`../../node_modules/${file}`, import.meta.url));
const languages = /^(en|uk|ru|tr|ar)-/;

/** react-aria brings its few words in more than thirty languages: the console has five. */
const onlyOurLanguages = {
  name: 'linewatch-only-our-languages',
  enforce: 'pre',
  load(id) {
    const locale = /\/react-(?:aria|stately|aria-components)\/.*\/intl\/.*\/([a-z]{2}-[A-Z]{2})\.m?js$/.exec(id)?.[1];
    return locale && !languages.test(locale) ? 'export default {};' : null;
  },
};

/**
 * On a slow link every file costs a round trip: what every screen starts with is one file, and what the first screen of
 * those who decide adds to that are three: its own, and the lists and clocks that other screens have too.
 */
const files = [
  // Alone, so that it waits for nothing.
  { name: 'hands', test: /\/src\/first-page\/hands\./ },
  { name: 'page', tags: ['$initial'], test: (id) => !/\/apps\/web\/(worker|src\/first-page)\//.test(id) },
  { name: 'lists', test: /\/src\/parts\/(clock|filter-bar\.module|filter-room|now|time|virtual-list)\.|\/@tanstack\// },
  {
    // Not its entry, whose file the manifest tells.
    name: 'queue',
    test: /\/src\/screens\/triage\/(acts|actions|case-query|filter|later|news|queue|row|taken|triage\.module|words)\./,
  },
];

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [onlyOurLanguages],
  // Its package offers the development build to every bundler but its own.
  resolve: { alias: [{ find: /^react-router$/, replacement: inModules('react-router/dist/production/index.mjs') }] },
  build: {
    outDir: fileURLToPath(new URL('../../dist/web', import.meta.url)),
    emptyOutDir: true,
    target: ['chrome120', 'firefox121', 'safari17'],
    // The content security policy lets nothing in that is not a file of ours.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    manifest: 'manifest.json',
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      checks: { moduleLevelDirective: false },
      input: { page: here('index.html'), hands: here('src/first-page/hands.ts'), worker: here('worker/worker.ts') },
      // The service worker's address is part of what it is; everything else is named by its content.
      output: {
        entryFileNames: ({ name }) => (name === 'worker' ? 'worker.js' : 'assets/[name]-[hash].js'),
        codeSplitting: { groups: files },
      },
    },
  },
  worker: { format: 'es' },
  server: {
    port: 5173,
    strictPort: true,
    proxy: Object.fromEntries(
      ['/v1', '/editions', '/health', '/.well-known', '/openapi.json'].map((path) => [
        path,
        { target: process.env.LINEWATCH_SERVER ?? 'http://127.0.0.1:8080' },
      ]),
    ),
  },
});
