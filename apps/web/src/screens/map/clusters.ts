import { Supercluster } from '@maplibre/geojson-vt';
import { fromGeojsonVt } from '@maplibre/vt-pbf';
import { clusterDepth, featuresOf, tileLayer, type Points } from './points.js';

/** Units of a tile's edge. */
const extent = 8192;
/** Pixels of a tile's edge as the map draws it. */
const tilePixels = 512;

/** Points that lie close together on the screen as one mark, written as vector tiles. */
export class Clusters {
  readonly #index = new Supercluster({
    maxZoom: clusterDepth,
    minPoints: 3,
    radius: (48 * extent) / tilePixels,
    extent,
  });

  constructor(points: Points, from: number, to: number) {
    this.#index.load(featuresOf(points, from, to));
  }

  tile(z: number, x: number, y: number): ArrayBuffer {
    return tileOf(this.#index.getTile(z, x, y));
  }

  /** Zoom at which a cluster falls apart. */
  expansionZoom(cluster: number): number {
    return this.#index.getClusterExpansionZoom(cluster);
  }
}

/** A tile that holds nothing. */
export function emptyTile(): ArrayBuffer {
  return tileOf(null);
}

type Tile = ReturnType<Supercluster['getTile']>;

function tileOf(tile: Tile): ArrayBuffer {
  const held = tile ?? ({ features: [] } as unknown as NonNullable<Tile>);
  // A copy of its own length: what is handed on is the whole of it.
  return fromGeojsonVt({ [tileLayer]: held }, { version: 2, extent }).slice().buffer as ArrayBuffer;
}
