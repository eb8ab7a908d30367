import type { Server } from 'node:tls';
import type { Logger } from 'pino';
import { type OwnTls, readOwnTls, servedWith } from '#host/own-tls.js';

/** How often the files are looked at, milliseconds. */
const everyMs = 60_000;

/**
 * Takes a renewed certificate into use: whoever connects from then on is served with it, connections that stand go on.
 * Files that do not fit, as between the writing of the one and of the other, change nothing and are told once.
 * @returns looks at the files now
 */
export function keepRenewed(server: Server, first: OwnTls, log: Logger): () => void {
  const { files, keyIsOpen } = first;
  if (keyIsOpen) log.warn({ file: files.key }, 'the key of the certificate can be read by everybody on this machine');
  let current = first;
  let told = '';
  const look = (): void => {
    try {
      const found = readOwnTls(files);
      told = '';
      if (found.certificate === current.certificate && found.key === current.key) return;
      server.setSecureContext(servedWith(found));
      current = found;
      log.info({ validTo: found.validTo }, 'a renewed certificate is served');
    } catch (error) {
      const { message } = error as Error;
      if (message !== told) log.error({ fault: message }, 'the certificate is not renewed: the one before is served');
      told = message;
    }
  };
  const timer = setInterval(look, everyMs).unref();
  server.once('close', () => clearInterval(timer));
  return look;
}
