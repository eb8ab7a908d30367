/** The smallest base map there is: one vector tile of the whole world, all of it land, in a PMTiles 3 file. */
export function oneTile(attribution: string): Buffer {
  const tile = landTile();
  const metadata = Buffer.from(JSON.stringify({ attribution, vector_layers: [{ id: 'earth', fields: {} }] }));
  // One entry: its number, run, length and offset + 1.
  const directory = Buffer.from([1, 0, 1, ...varint(tile.length), 1]);
  const header = Buffer.alloc(127);
  header.write('PMTiles\u0003', 'latin1');
  const [atDirectory, atMetadata] = [127, 127 + directory.length];
  const atTile = atMetadata + metadata.length;
  const numbers = [atDirectory, directory.length, atMetadata, metadata.length, atTile, 0, atTile, tile.length, 1, 1, 1];
  numbers.forEach((value, i) => header.writeBigUInt64LE(BigInt(value), 8 + 8 * i));
  // Clustered, nothing compressed, vector tiles, zoom 0 alone.
  Buffer.from([1, 1, 1, 1, 0, 0]).copy(header, 96);
  [-180, -85, 180, 85].forEach((degrees, i) => header.writeInt32LE(degrees * 1e7, 102 + 4 * i));
  return Buffer.concat([header, directory, metadata, tile]);
}

/** A Mapbox vector tile (version 2): layer "earth" with one square over the whole tile. */
function landTile(): Buffer {
  const to = (number: number, bytes: number[]): number[] => [number * 8 + 2, ...varint(bytes.length), ...bytes];
  const zigzag = (value: number): number[] => varint(value < 0 ? -2 * value - 1 : 2 * value);
  const extent = 4096;
  const moves = [0, 0, extent, 0, 0, extent, -extent, 0].flatMap(zigzag);
  // Move once, draw three lines, close.
  const geometry = [9, ...moves.slice(0, 2), 26, ...moves.slice(2), 15];
  const feature = [24, 3, ...to(4, geometry)];
  const layer = [120, 2, ...to(1, [...Buffer.from('earth')]), ...to(2, feature), 40, ...varint(extent)];
  return Buffer.from(to(3, layer));
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
}
