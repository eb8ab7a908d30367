import { feature } from 'topojson-client';
import type { Topology, GeometryCollection } from 'topojson-specification';
import fineAddress from 'world-atlas/land-10m.json?url';
import coarseAddress from 'world-atlas/land-110m.json?url';

type Land = Topology<{ land: GeometryCollection }>;

/**
 * Land and sea (Natural Earth, public domain), from this address. No border of a state is drawn: which is in force where
 * is not for a map to say. Coarse first, then fine.
 */
export async function readLand(show: (land: GeoJSON.GeoJSON) => void, signal: AbortSignal): Promise<void> {
  for (const address of [coarseAddress, fineAddress]) {
    const answer = await fetch(address, { signal });
    if (!answer.ok) throw new Error(`the land could not be read: ${answer.status}`);
    const topology = (await answer.json()) as Land;
    if (signal.aborted) return;
    show(feature(topology, topology.objects.land));
  }
}
