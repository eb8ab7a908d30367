import { readCsv } from '#formats/csv.js';
import { readFeatures } from '#formats/geojson-features.js';
import { readGpx } from '#formats/gpx.js';
import { readNdjson } from '#formats/ndjson.js';
import { all, inPieces, type Target } from '../engine/target.js';

const report = '{"id":"01938000-0000-7000-8000-000000000001","type":"report","place":{"type":"fix","lat":48,"lon":38}}';
const polygon = '{"type":"Polygon","coordinates":[[[38,48],[38.1,48],[38.1,48.1],[38,48]]]}';
const feature = `{"type":"Feature","id":7,"properties":{"name":"A"},"geometry":${polygon}}`;

export const streams: Target[] = [
  {
    name: 'ndjson',
    reads: 'bulk streams of reports and observations',
    seeds: [`${report}\n\n${report}\r\n`, `\ufeff${report}`, '{"__proto__":{"x":1}}\n[[[[1]]]]\n'],
    dictionary: ['{"a":', '\n', '[', '"\\u0000"', '"\\ud800"'],
    read: (bytes) => all(readNdjson(inPieces(bytes))),
  },
  {
    name: 'csv',
    reads: 'tables of any source, in three encodings',
    seeds: ['a,b,c\n1,"2 ""x""",3\r\n"4\n5",6,7\n', '\ufeffa;b\n1;2', 'a\tb\n"1\t2"\t3\n'],
    dictionary: ['""', '",', '"\n', '\r', '\t', ';'],
    read: (bytes) => {
      const delimiter = [',', ';', '\t'][(bytes[0] ?? 0) % 3]!;
      const encoding = ['utf-8', 'windows-1251', 'utf-16le'][(bytes[1] ?? 0) % 3]!;
      return all(readCsv(inPieces(bytes), { delimiter, encoding, maxRecordLength: 16_384 }));
    },
  },
  {
    name: 'geojson',
    reads: 'features of GeoJSON, collections, sequences',
    seeds: [`{"type":"FeatureCollection","features":[${feature},${feature}]}`, `\u001e${feature}\n\u001e${feature}\n`],
    dictionary: ['"features":[', '{"type":"Feature"', '"geometry":', '"coordinates":', ']]]'],
    json: true,
    read: (bytes) => all(readFeatures(inPieces(bytes))),
  },
  {
    name: 'gpx',
    reads: 'tracks of patrols (GPX)',
    seeds: [
      '<?xml version="1.0"?><gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>' +
        '<trkpt lat="48.1" lon="38.2"><time>2026-11-22T05:00:00Z</time></trkpt><trkpt lat="48.2" lon="38.2"/>' +
        '</trkseg></trk></gpx>',
      '<gpx><!-- a --><g:trkpt xmlns:g="x" lat="1" lon="2"><g:time>2026-11-22T05:00:00+02:00</g:time></g:trkpt></gpx>',
    ],
    dictionary: [
      '<!DOCTYPE a [<!ENTITY b "c">]>',
      '&b;',
      '&#65;',
      '<trkpt lat="',
      '<time>',
      '</time>',
      '<![CDATA[',
      '<?x ?>',
    ],
    read: (bytes) => readGpx(inPieces(bytes), 2000),
  },
];
