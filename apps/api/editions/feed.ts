import type { Edition, EditionErratum } from '#core/compliance/edition-record.js';
import type { Mission } from '#core/mission/types.js';
import { harmless } from '#documents/harmless.js';
import { escapeHtml } from '#documents/html.js';

/** Harmless signs are also all that XML 1.0 can say. */
const text = (raw: string): string => escapeHtml(harmless(raw));

/**
 * Published editions and their errata as an Atom feed (RFC 4287), newest first. Addresses are relative to the feed's own,
 * so that it is the same behind every name of the host; ids are the editions' own and never change.
 */
export function atomFeed(
  editions: readonly { edition: Edition; errata: EditionErratum[] }[],
  mission: Mission,
): string {
  const name = mission.name['en'] ?? mission.id;
  const entries = editions.flatMap(({ edition, errata }) => [
    ...errata.map((e) => ({
      id: `urn:linewatch:edition:${edition.id}:erratum:${e.number}`,
      at: e.at,
      title: `Erratum ${e.number} to ${edition.week}`,
      summary: e.text['en'] ?? '',
      address: `/editions/${edition.week}#erratum-${e.number}`,
    })),
    {
      id: `urn:linewatch:edition:${edition.id}`,
      at: edition.publishedAt ?? edition.draftedAt,
      title: `Weekly compliance summary ${edition.week}`,
      summary: `Version ${edition.version}, counted up to journal position ${edition.cutoff ?? 0}.`,
      address: `/editions/${edition.week}`,
    },
  ]);
  entries.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
  const updated = entries[0]?.at ?? mission.ceasefireFrom;
  const items = entries.map(
    (e) => `  <entry>
    <id>${text(e.id)}</id>
    <title>${text(e.title)}</title>
    <updated>${e.at}</updated>
    <link rel="alternate" type="text/html" href="${text(e.address)}"/>
    <summary>${text(e.summary)}</summary>
  </entry>
`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <id>urn:linewatch:${text(mission.id)}:editions</id>
  <title>${text(`${name}: weekly compliance summaries`)}</title>
  <updated>${updated}</updated>
  <author><name>${text(mission.leadOrganisation['en'] ?? name)}</name></author>
  <link rel="self" type="application/atom+xml" href="/editions.atom"/>
${items.join('')}</feed>
`;
}
