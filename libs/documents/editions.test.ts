import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csvCell, figuresCsv, sectionCsv } from './edition-csv.js';
import { editionGeojson } from './edition-data.js';
import { editionHtml } from './edition-html.js';
import { escapeHtml } from './html.js';
import { renderers } from './renderers.js';
import { sampleContent } from './testing/sample-content.js';

const evil = `</title><script>alert(1)</script>#set page() \u202Eabc =HYPERLINK("x")`;
const content = sampleContent({ words: evil });

describe('an edition as HTML', () => {
  const page = editionHtml(content, 'en');

  it('is one file without script, nothing to fetch, every word of others escaped', () => {
    expect(page).not.toMatch(/<script|<link|<img|\bsrc=|url\((?!#)|\son\w+=/i);
    expect(page).toContain('&#60;script&#62;alert(1)');
    expect(page).not.toContain('\u202E');
    expect(page).not.toMatch(/undefined|NaN|\[object/);
  });

  it('has headings without a gap, a caption and headings for each table, and an alternative for each picture', () => {
    const levels = [...page.matchAll(/<h(\d)/g)].map(([, level]) => Number(level));
    levels.forEach((level, i) => expect(level - (levels[i - 1] ?? 0)).toBeLessThanOrEqual(1));
    for (const table of page.split('<table>').slice(1)) {
      expect(table.trimStart().startsWith('<caption>')).toBe(true);
      expect(table).toContain('scope="col"');
    }
    const pictures = page.match(/<svg [^>]*>/g) ?? [];
    expect(pictures).toHaveLength(6);
    for (const picture of pictures) {
      const [, title = '', desc = ''] = /aria-labelledby="(\S+) (\S+)"/.exec(picture) ?? [];
      expect(page).toContain(`<title id="${title}">`);
      expect(page).toContain(`<desc id="${desc}">`);
    }
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('shows every figure that a table shows, by its id', () => {
    const shown = content.sections
      .flatMap((section) => section.blocks)
      .flatMap((block) => (block.type === 'table' ? [...block.rows, ...block.totals].flat() : []))
      .flatMap((value) => (value.type === 'figure' ? [value.id] : []));
    expect(shown.length).toBeGreaterThan(50);
    expect(shown.filter((id) => !page.includes(`data-figure="${escapeHtml(id)}"`))).toEqual([]);
  });

  it('runs from right to left in Arabic, with names and codes in their own direction', () => {
    const arabic = editionHtml(content, 'ar');
    expect(arabic).toContain('<html lang="ar" dir="rtl">');
    expect(arabic).toContain('<bdi dir="ltr">2026-W46</bdi>');
    expect(arabic).toContain('الطرف الثاني');
    expect(arabic).not.toMatch(/[٠-٩]/);
  });

  it('says on every table that it is a demo or a draft, and only then', () => {
    const marked = editionHtml({ ...content, frozen: false }, 'en');
    expect(marked.match(/<caption>\s*DEMO · DRAFT · /g)?.length).toBe(marked.match(/<caption>/g)?.length);
    expect(editionHtml(sampleContent({ demo: false }), 'en')).not.toMatch(/DEMO|DRAFT/);
  });

  it('says that there is nothing to draw in place of an empty frame', () => {
    const quiet = sampleContent({ incidents: 5 });
    const charts = quiet.sections.flatMap((section) => section.blocks).filter((block) => block.type === 'chart');
    const [first] = charts;
    Object.assign(first!, { x: [], series: first!.series.map((one) => ({ ...one, values: [] })) });
    const pictures = editionHtml(quiet, 'en').match(/<svg /g) ?? [];
    expect(pictures).toHaveLength(5);
  });

  it('leaves rows out of long tables only by saying how many', () => {
    expect(editionHtml(sampleContent({ incidents: 1_010 }), 'en')).toContain('10 more rows are left out here');
  });
});

describe('an edition as CSV', () => {
  it('has one figure a line with its query, under names and HXL hashtags', () => {
    const [names = [], tags = [], ...lines] = parse(figuresCsv(content, 'uk')) as string[][];
    expect(tags.filter((tag) => !/^#[a-z0-9]+(\+[a-z][a-z0-9_]*)*$/.test(tag))).toEqual([]);
    expect(new Set(tags).size).toBe(tags.length);
    expect(lines).toHaveLength(content.figures.length);
    const line = lines.find((one) => one[names.indexOf('figure_id')] === 'c.north.p1.verified') ?? [];
    const cell = (name: string) => line[names.indexOf(name)];
    expect([cell('value'), cell('party_name'), cell('sector_name'), cell('demo')]).toEqual([
      '11',
      'Перша сторона',
      'Північ',
      'yes',
    ]);
    expect(JSON.parse(cell('params') ?? '')).toMatchObject({ cutoff: 4711, sector: 'north' });
  });

  it('has every row of an annex, however long, with ids, instants and degrees', () => {
    const long = sampleContent({ incidents: 1_500 });
    const rows = parse(sectionCsv(long, 'en', 'annex_violations'), { columns: true }) as Record<string, string>[];
    expect(rows).toHaveLength(1 + 1_500);
    expect(rows[1]).toMatchObject({
      table: 'annex_violations',
      observation: 'shot',
      observation_name: 'Shot',
      time_from: '2026-11-09T05:10:00.000Z',
    });
    expect(rows[0]).toMatchObject({ event_place_lat: '#geo+lat+event_place', party: '#group+code' });
  });

  it('gives a spreadsheet nothing to run', () => {
    const rows = parse(sectionCsv(content, 'en', 'annex_violations')) as string[][];
    for (const row of rows.slice(2)) for (const cell of row) expect(cell).not.toMatch(/^[\s]*[=+@\t\r]|^-[^\d]/);
    for (const start of ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠', ' =', '\u200B=', '\uFEFF@']) {
      expect(csvCell(`${start}1+1`)).toMatch(/^'/);
    }
    expect(csvCell(-5)).toBe(-5);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) =>
        expect(String(csvCell(text))).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/),
      ),
    );
  });
});

describe('an edition as GeoJSON', () => {
  it('has one point an incident with what the content says of it, no more', () => {
    const { features } = JSON.parse(editionGeojson(content)) as { features: { geometry: { coordinates: number[] } }[] };
    expect(features).toHaveLength(content.features.length);
    const [first] = content.features;
    expect(features[0]).toEqual({
      type: 'Feature',
      id: '1',
      geometry: { type: 'Point', coordinates: [first?.lon, first?.lat] },
      properties: {
        uncertainty_metres: 500,
        kind: 'shot',
        sector: 'north',
        party: 'p1',
        standing: first?.standing,
        reporting_day: '2026-11-09',
      },
    });
  });
});

describe('the list of renderers', () => {
  it('has names that are plain paths, each once', async () => {
    const quick = renderers.filter((one) => one.format !== 'pdf' && one.format !== 'docx');
    const files = await Promise.all(quick.map((one) => one.render(content, one.perLanguage ? 'ar' : null)));
    expect(files.map((file) => file.path)).toEqual([
      'ar/summary.html',
      'ar/figures.csv',
      'ar/violations.csv',
      'ar/restrictions.csv',
      'ar/rulings.csv',
      'ar/sources.csv',
      'incidents.geojson',
    ]);
    expect(new Set(renderers.map((one) => one.fileName)).size).toBe(renderers.length);
  });

  it('gives the same bytes each time', async () => {
    for (const one of renderers.filter((r) => r.format !== 'docx' && r.format !== 'pdf')) {
      const [a, b] = [await one.render(content, 'uk'), await one.render(structuredClone(content), 'uk')];
      expect(Buffer.from(a.bytes).equals(Buffer.from(b.bytes))).toBe(true);
    }
  });
});
