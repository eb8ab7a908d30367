/**
 * The typesetting of an edition in Typst. It is the same for every edition: all words come in as data (`/data.json`), which
 * Typst never reads as markup.
 */
export const pdfTemplate = String.raw`
#let d = json("/data.json")
#let rtl-document = d.direction == "rtl"
#set document(title: d.heading, author: d.organisation, date: none)
#set text(
  font: ("Noto Sans", "Noto Naskh Arabic"), size: 9.5pt, fallback: false, hyphenate: false,
  lang: d.language, dir: if rtl-document { rtl } else { ltr },
)
#let ink = rgb("#1b1f24")
#let soft = rgb("#4a535e")
#set text(fill: ink)
// Arabic letters reach higher and lower than Latin numbers: with the same line box they stand on one line in a table.
#let even(body) = if rtl-document { set text(top-edge: 0.95em, bottom-edge: -0.4em); body } else { body }
#set par(leading: 0.6em, spacing: 0.9em)
#let mark(body) = block(width: 100%, inset: 5pt, stroke: 1pt + ink, align(center, strong(body)))
#let bar(body) = if rtl-document {
  block(stroke: (right: 2pt + ink), inset: (right: 7pt, y: 2pt), body)
} else { block(stroke: (left: 2pt + ink), inset: (left: 7pt, y: 2pt), body) }
#set page(
  paper: "a4",
  margin: (x: 17mm, top: 22mm, bottom: 20mm),
  header: context {
    set text(size: 7.5pt, fill: soft)
    grid(columns: (1fr, auto), d.mission, d.title + " " + d.week)
    for one in d.marks { block(above: 3pt, text(fill: ink, strong(one))) }
  },
  footer: context {
    set text(size: 7.5pt, fill: soft)
    align(center, for part in d.page {
      if part == "page" { counter(page).display() } else if part == "pages" { str(counter(page).final().first()) } else { part }
    })
  },
)
#show heading: set block(above: 1.5em, below: 0.7em, sticky: true)
#show heading.where(level: 1): set text(size: 18pt)
#show heading.where(level: 2): set text(size: 13pt)
#show heading.where(level: 3): set text(size: 10.5pt)
#show figure: set block(breakable: true)
#set figure(numbering: none, gap: 0.5em)

#let cell-size(columns) = if columns > 11 { 6.5pt } else if columns > 7 { 7pt } else { 8pt }
#let one-table(t) = {
  set text(size: cell-size(t.columns.len()))
  set par(leading: 0.45em)
  let widths = t.columns.map(c => c.share * 1fr)
  let cells(rows, body) = rows.flatten().map(body)
  block(below: 0.5em, sticky: true, strong(text(size: 8.5pt, t.caption)))
  even(table(
    columns: widths, inset: (x: 3pt, y: 2.5pt),
    align: (x, y) => (if t.columns.at(x).number { end } else { start }) + (if y == 0 { bottom } else { top }),
    stroke: (x, y) => (bottom: if y == 0 { 1pt + ink } else { 0.4pt + rgb("#c9d0d8") }),
    table.header(..t.columns.map(c => text(hyphenate: true, weight: 600, c.text))),
    ..cells(t.rows, c => c),
    ..cells(t.totals, c => strong(c)),
  ))
  if t.more != none { block(strong(t.more)) }
}
#let any-table(t) = {
  if t.empty != none { par(strong(t.caption) + ": " + t.empty) }
  else { block(above: 1.2em, below: 1.4em, one-table(t)) }
}

#par(text(fill: soft, d.organisation))
#heading(level: 1, d.heading)
#par(strong(d.audience))
#for one in d.marks { mark(one) }
#even(grid(
  columns: (auto, 1fr), column-gutter: 10pt, row-gutter: 6pt,
  ..d.facts.map(f => (
    text(fill: soft, f.label),
    if f.code { text(size: 8pt, dir: ltr, f.text) } else { f.text },
  )).flatten(),
))
#show outline.entry: set block(above: 0.55em)
#outline(title: d.contentsTitle, target: heading.where(level: 2))

#for p in d.parts {
  if p.type == "heading" { heading(level: p.level, p.text) }
  else if p.type == "paragraph" {
    if p.warning { bar(p.text) } else { par(p.text) }
  }
  else if p.type == "quote" {
    block(sticky: true, below: 0.5em, p.by)
    set text(dir: if p.rtl { rtl } else { ltr })
    set text(lang: p.language) if p.language != none
    quote(block: true, p.text.split("\n").join(linebreak()))
  }
  else if p.type == "table" { any-table(p) }
  else if p.type == "wide" { page(flipped: true, for t in p.tables { any-table(t) }) }
  else if p.type == "picture" {
    block(breakable: false, {
      block(below: 0.6em, strong(p.title) + linebreak() + p.alternative)
      figure(image(p.file, width: 100%, alt: p.title + ". " + p.alternative))
      block(above: 0.4em, text(size: 7.5pt, fill: soft, p.notes.join("   ")))
    })
    block(above: 0.8em, below: 1.6em, { set text(size: 7pt); one-table(p.data) })
  }
}
`;
