/** An S3-compatible store as a process of its own, so that it can be killed: `node s3-server.js FOLDER PORT`. */
import { createServer } from 'node:http';
import S3rver from 's3rver';

const [, , folder = '', port = ''] = process.argv;
const settings = { address: '127.0.0.1', port: Number(port), silent: true, directory: folder };
const store = new S3rver({ ...settings, configureBuckets: [{ name: 'evidence', configs: [] }] });
await store.configureBuckets();
createServer(store.callback()).listen(Number(port), '127.0.0.1');
// Whoever started it may end in any way: it does not stay behind.
process.stdin.on('end', () => process.exit(0)).resume();
