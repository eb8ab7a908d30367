/** What an edition's page has beyond the style of a summary. */
export const editionStyle = `
:root { --fill-0: #e3e7eb; --fill-1: #aab4bf; --fill-2: #6f7c89; --fill-3: #f6f7f8; }
@media (prefers-color-scheme: dark) { :root { --fill-0: #2a3038; --fill-1: #4a5561; --fill-2: #7d8a97; --fill-3: #1e2329; } }
h3 { font-size: 1.05rem; margin: 1.6rem 0 0.4rem; }
nav ol { columns: 18rem auto; padding-inline-start: 2rem; }
a { color: inherit; }
.warning { border-inline-start: 0.3rem solid var(--ink); padding-inline-start: 0.8rem; }
tbody th, tbody td { overflow-wrap: break-word; }
tbody .t { overflow-wrap: anywhere; min-width: 10rem; }
header, h1, h2, h3, p, li { overflow-wrap: anywhere; }
th.n { text-align: end; }
.quote { margin: 1rem 0; }
blockquote { margin: 0.3rem 0; padding: 0.6rem 1rem; background: var(--band); white-space: pre-wrap; overflow-wrap: anywhere; }
.picture { margin: 1.4rem 0 2rem; }
/* Pictures are drawn for the direction of the language already: turned once more, their words would lie on the signs. */
.picture svg { direction: ltr; display: block; max-width: 100%; height: auto; margin-inline: auto; }
.notes { list-style: none; padding: 0; margin: 0.4rem 0; display: flex; flex-wrap: wrap; gap: 0.2rem 1.4rem; font-size: 0.85rem; color: var(--soft); }
summary { cursor: pointer; padding: 0.3rem 0; }
@media (max-width: 40rem) { .picture svg { min-width: 40rem; } }
@media print {
  :root { --fill-0: #e3e7eb; --fill-1: #aab4bf; --fill-2: #6f7c89; --fill-3: #f6f7f8; }
  nav { break-after: page; }
  .picture { break-inside: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; }
  summary { list-style: none; }
}
`;
