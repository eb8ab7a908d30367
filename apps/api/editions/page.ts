import type { PublicEdition } from '#core/compliance/edition-read.js';
import type { EditionFile } from '#core/compliance/edition-record.js';
import type { Mission } from '#core/mission/types.js';
import { weekInterval } from '#core/mission/calendar.js';
import { harmless } from '#documents/harmless.js';
import { html, Markup } from '#documents/html.js';

const style = `
:root { color-scheme: light dark; --ink: #1b1b1b; --soft: #555; --line: #bbb; --back: #fff; --link: #0b4f8a; }
@media (prefers-color-scheme: dark) { :root { --ink: #eee; --soft: #bbb; --line: #555; --back: #161616; --link: #8cc4ff; } }
body { margin: 0 auto; max-width: 46rem; padding: 1.5rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--back); }
h1 { font-size: 1.6rem; line-height: 1.2; } h2 { font-size: 1.15rem; margin-top: 2rem; border-top: 1px solid var(--line); padding-top: 0.75rem; }
a { color: var(--link); } dt { color: var(--soft); } dd { margin: 0 0 0.5rem; overflow-wrap: anywhere; } code { font-size: 0.85rem; }
.demo { border: 2px solid; padding: 0.5rem 0.75rem; font-weight: 600; }
li { margin: 0.25rem 0; } h3 { font-size: 1rem; margin: 1rem 0 0; } section ul { display: flex; flex-wrap: wrap; gap: 0 1.2rem; list-style: none; padding: 0; }
`;

/** Address of one file of one revision. */
export function fileAddress(week: string, version: number, file: Pick<EditionFile, 'revision' | 'path'>): string {
  return `/editions/${week}/${version}/${file.revision}/${file.path.split('/').map(encodeURIComponent).join('/')}`;
}

/**
 * The page of a published edition: no script, nothing loaded, with what search engines and readers of links look for. The
 * page itself is in English and leads to the documents in every language.
 */
export function editionPage({ edition, errata, files }: PublicEdition, mission: Mission, demo: boolean): string {
  const { week, version } = edition;
  const name = mission.name['en'] ?? mission.id;
  const title = `${demo ? 'DEMO · ' : ''}Weekly compliance summary ${week} · ${name}`;
  const { from, to } = weekInterval(week, mission.calendar);
  const published = edition.publishedAt ?? '';
  const changed = errata.at(-1)?.at ?? published;
  const description = `${name}: what was recorded, verified and ruled from ${from.slice(0, 10)} to ${to.slice(0, 10)}, with counts, rates per hour of watching, and what could not be watched.`;
  const revisions = [...new Set(files.map((f) => f.revision))].sort((a, b) => b - a);
  const newest = files.filter((f) => f.revision === revisions[0]);
  const facts = {
    '@context': 'https://schema.org',
    '@type': 'Report',
    name: title,
    description,
    identifier: `urn:uuid:${edition.id}`,
    version: `${version}.${edition.errata}`,
    datePublished: published,
    dateModified: changed,
    temporalCoverage: `${from}/${to}`,
    inLanguage: mission.languages,
    publisher: { '@type': 'Organization', name: mission.leadOrganisation['en'] ?? name },
  };
  // "</" inside would end the element.
  const data = new Markup(JSON.stringify(facts).replaceAll('<', '\\u003c'));
  const link = (file: EditionFile): Markup =>
    html`<li>
      <a href="${fileAddress(week, version, file)}" type="${file.mediaType}">${file.path.split('/').at(-1) ?? ''}</a>
      <small>${Math.ceil(file.size / 1024)} KB</small>
    </li> `;
  const list = (these: EditionFile[]): Markup =>
    html`<ul>
      ${these.map(link)}
    </ul>`;
  const documents = newest.filter((f) => f.role === 'document');
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <meta name="description" content="${description}" />
        <meta name="robots" content="${demo ? 'noindex' : 'index, follow'}" />
        <link rel="canonical" href="/editions/${week}" />
        <link rel="alternate" type="application/atom+xml" href="/editions.atom" title="Editions" />
        <meta property="og:type" content="article" />
        <meta property="og:title" content="${title}" />
        <meta property="og:description" content="${description}" />
        <meta property="article:published_time" content="${published}" />
        <meta property="article:modified_time" content="${changed}" />
        <script type="application/ld+json">
          ${data}
        </script>
        <style>
          ${new Markup(style)}
        </style>
      </head>
      <body>
        ${demo ? html`<p class="demo" role="note">DEMO: a simulated world. Nothing on this page is real.</p>` : html``}
        <main>
          <h1>Weekly compliance summary <bdi>${week}</bdi></h1>
          <p>${name}</p>
          <dl>
            <dt>Reporting week (UTC)</dt>
            <dd><time datetime="${from}">${from}</time> – <time datetime="${to}">${to}</time></dd>
            <dt>Published</dt>
            <dd><time datetime="${published}">${published}</time></dd>
            <dt>Version and corrections</dt>
            <dd>version ${version}, ${edition.errata} ${edition.errata === 1 ? 'erratum' : 'errata'}</dd>
            <dt>Counted up to journal position</dt>
            <dd>${edition.cutoff ?? 0}, tree root <code>${edition.treeRoot ?? ''}</code></dd>
          </dl>
          <h2 id="errata">Errata</h2>
          ${
            errata.length === 0
              ? html`<p>None.</p>`
              : html`<ol>
                  ${errata.map(
                    (e) =>
                      html`<li value="${e.number}" id="erratum-${e.number}">
                        <time datetime="${e.at}">${e.at}</time>: <bdi>${harmless(e.text['en'] ?? '')}</bdi>
                        <ul>
                          ${e.figures.map((f) => html`<li><code>${f.id}</code>: published ${f.published}, correct ${f.corrected}</li> `)}
                        </ul>
                      </li> `,
                  )}
                </ol>`
          }
          <h2 id="package">Everything, signed, to check for yourself</h2>
          ${list(newest.filter((f) => f.role === 'package'))}
          <h2 id="documents">Documents</h2>
          ${byLanguage(documents).map(
            ([language, these]) =>
              html`<section>
                <h3 lang="${language}" dir="auto">${nameOf(language)}</h3>
                ${list(these)}
              </section> `,
          )}
          ${list(documents.filter((f) => !f.path.includes('/')))} ${earlier(revisions.slice(1), files, week, version)}
        </main>
      </body>
    </html> `.text;
}

/** Documents by the folder of their language, as far as they have one. */
function byLanguage(documents: readonly EditionFile[]): [string, EditionFile[]][] {
  const folders = new Map<string, EditionFile[]>();
  for (const file of documents) {
    const [language, ...rest] = file.path.split('/');
    if (rest.length > 0) folders.set(language!, [...(folders.get(language!) ?? []), file]);
  }
  return [...folders];
}

/** A language by its own name. */
function nameOf(language: string): string {
  return new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
}

function earlier(revisions: number[], files: EditionFile[], week: string, version: number): Markup {
  if (revisions.length === 0) return html``;
  const packages = files.filter((f) => f.role === 'package' && revisions.includes(f.revision));
  return html`<h2 id="earlier">As it was before</h2>
    <ul>
      ${packages.map((f) => html`<li><a href="${fileAddress(week, version, f)}">${f.path}</a> with ${f.revision} errata</li> `)}
    </ul>`;
}
