/** What an edition's page has beyond the style of a summary. */
export const editionStyle = `
h3 { font-size: 1.05rem; margin: 1.6rem 0 0.4rem; }
nav ol { columns: 18rem auto; padding-inline-start: 1.4rem; }
a { color: inherit; }
.warning { border-inline-start: 0.3rem solid var(--ink); padding-inline-start: 0.8rem; }
tbody th, tbody td { overflow-wrap: anywhere; }
tbody td { min-width: 3.5rem; }
th.n { text-align: end; }
.quote { margin: 1rem 0; }
blockquote { margin: 0.3rem 0; padding: 0.6rem 1rem; background: var(--band); white-space: pre-wrap; overflow-wrap: anywhere; }
.picture { margin: 1.4rem 0 2rem; }
.picture svg { display: block; max-width: 100%; height: auto; margin-inline: auto; }
.notes { list-style: none; padding: 0; margin: 0.4rem 0; display: flex; flex-wrap: wrap; gap: 0.2rem 1.4rem; font-size: 0.85rem; color: var(--soft); }
summary { cursor: pointer; padding: 0.3rem 0; }
@media (max-width: 40rem) { .picture svg { min-width: 40rem; } }
@media print {
  nav { break-after: page; }
  .picture { break-inside: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; }
  summary { list-style: none; }
}
`;
