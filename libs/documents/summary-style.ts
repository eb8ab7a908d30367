/** Style of a summary: no colour stands for a party or a verdict; readable dark, light, narrow and on paper. */
export const summaryStyle = `
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #ffffff; --soft: #5a6470; --rule: #c9d0d8; --band: #f3f5f7; --mark: #8a3b00; --mark-ink: #ffffff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7eaee; --paper: #14171b; --soft: #a5afba; --rule: #3a424b; --band: #1e2329; --mark: #ffb066; --mark-ink: #201000; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 70rem; padding: 1rem clamp(0.75rem, 3vw, 2rem) 4rem; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, 'Noto Sans', 'Noto Naskh Arabic', sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0.5rem 0; }
h2 { font-size: 1.25rem; margin: 2.2rem 0 0.6rem; border-bottom: 1px solid var(--rule); padding-bottom: 0.2rem; }
header p { margin: 0.1rem 0; }
.soft, small { color: var(--soft); }
dl { display: grid; grid-template-columns: minmax(9rem, max-content) 1fr; gap: 0.2rem 1rem; margin: 1rem 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
code { font: 0.85em ui-monospace, 'Noto Sans Mono', monospace; direction: ltr; unicode-bidi: isolate; }
.frame { overflow-x: auto; margin: 0.8rem 0 1.4rem; }
.frame:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-size: 0.94rem; font-variant-numeric: tabular-nums; }
caption { text-align: start; font-weight: 600; padding: 0.3rem 0; }
th, td { padding: 0.35rem 0.6rem; border-bottom: 1px solid var(--rule); text-align: start; vertical-align: top; }
thead th { vertical-align: bottom; border-bottom: 2px solid var(--ink); background: var(--band); }
tbody th { font-weight: 500; min-width: 9rem; }
tfoot th, tfoot td { border-top: 2px solid var(--ink); font-weight: 600; }
td.n { text-align: end; white-space: nowrap; }
th.n { text-align: end; }
.demo { background: var(--mark); color: var(--mark-ink); font-weight: 700; padding: 0.7rem 1rem; margin: 0 0 1rem; border-radius: 0.2rem; text-align: center; }
.demo.low { position: fixed; inset: auto 0 0 0; margin: 0; border-radius: 0; padding: 0.35rem 1rem; font-size: 0.9rem; }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: 0.5rem; } h1 { font-size: 1.35rem; } table { font-size: 0.82rem; } th, td { padding: 0.3rem; } thead th { hyphens: auto; font-size: 0.75rem; } tbody th { min-width: 7rem; } td.n small { display: block; } }
@media print {
  :root { --ink: #000; --paper: #fff; --soft: #333; --rule: #999; --band: #fff; --mark: #fff; --mark-ink: #000; }
  @page { margin: 16mm 14mm 18mm; }
  body { max-width: none; padding: 0; font-size: 9.5pt; }
  .frame { overflow: visible; }
  table { font-size: 8.5pt; }
  thead { display: table-header-group; }
  tfoot { display: table-row-group; }
  th, td { padding: 0.12rem 0.4rem; }
  tr, caption { break-inside: avoid; }
  h2, caption { break-after: avoid; }
  .demo { border: 2px solid #000; }
  .demo.low { position: static; margin-top: 1rem; }
}
`;

/** On paper the mark stands in the foot of every page. `text` must hold no quote or backslash. */
export function demoStyle(text: string): string {
  return `@page { @bottom-center { content: "${text}"; font: 700 9pt system-ui, sans-serif; } }\n`;
}
