import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

/** Fields of a ZIP entry hold local time, so this one comes out the same in every time zone. */
const noTime = new Date(1980, 0, 1, 0, 0, 0);

/**
 * The same document without what differs from one making to the next: the clock in its properties and in its ZIP entries.
 * @param at UTC instant that stands as its date
 */
export function sameBytes(docx: Uint8Array, at: string): Uint8Array {
  const files = unzipSync(docx);
  const core = 'docProps/core.xml';
  const properties = files[core];
  if (!properties) throw new Error('The document has no properties.');
  const dated = strFromU8(properties).replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, at);
  files[core] = strToU8(dated);
  const sorted = Object.fromEntries(
    Object.keys(files)
      // The list of parts comes first, where readers look for it.
      .sort((a, b) => Number(b === '[Content_Types].xml') - Number(a === '[Content_Types].xml') || (a < b ? -1 : 1))
      .map((name) => [name, files[name]!]),
  );
  return zipSync(sorted, { mtime: noTime, level: 6 });
}
