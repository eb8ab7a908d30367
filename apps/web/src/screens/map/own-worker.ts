import { setWorkerUrl } from 'maplibre-gl';
import workerAddress from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { ownScript } from '../../trusted-types.js';

/**
 * The map's worker is a file of ours. The library asks the address for its ending before it makes the worker, and a
 * trusted address is no string: it is given the two methods that are asked for.
 */
export function takeOwnWorker(): void {
  const trusted: unknown = ownScript(workerAddress);
  setWorkerUrl(
    (typeof trusted === 'string'
      ? trusted
      : Object.assign(trusted as object, {
          endsWith: (end: string) => workerAddress.endsWith(end),
          split: (by: RegExp) => workerAddress.split(by),
        })) as string,
  );
}
