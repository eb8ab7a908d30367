import { ownScript } from '../trusted-types.js';

/** Makes the console open without a network: from then on the service worker keeps the pages' files. */
export async function registerWorker(): Promise<void> {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return;
  await navigator.serviceWorker.register(ownScript('/worker.js'), { scope: '/', type: 'module' });
  // The worker of an earlier build may go on; the files it keeps must be those of the present one.
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage('keep');
}
