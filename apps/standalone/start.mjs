/**
 * `npm start`: installs and builds what is missing, then becomes the program, in this very process,
 * so that signals reach it directly.
 */
import './setup/node.mjs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './setup/build.mjs';
import { install, root } from './setup/install.mjs';

try {
  await install();
  await build();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
process.setSourceMapsEnabled(true);
await import(pathToFileURL(join(root, 'dist', 'apps', 'standalone', 'main.js')).href);
