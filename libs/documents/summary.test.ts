import { parse } from 'csv-parse/sync';
import { figureNames } from '#core/compliance/types.js';
import type { Figure, Summary } from '#core/compliance/types.js';
import type { Mission } from '#core/mission/types.js';
import { escapeHtml } from './html.js';
import { summaryCsv } from './summary-csv.js';
import { summaryHtml } from './summary-html.js';

const week = '2026-W46';
const evil = '<script>alert("x")</script>';
const named = (id: string, name: Record<string, string>) => ({ id, name: { en: id, ...name } });

const mission = {
  id: 'm',
  name: { en: 'Mission & more', ar: 'بعثة' },
  leadOrganisation: { en: 'Lead' },
  calendar: { timeZone: 'Europe/Kyiv', dayEnds: '19:30', weekEndsOn: 7 },
  parties: [named('p1', { en: 'First party', uk: 'Перша сторона' }), named('p2', { en: evil })],
  provisions: [{ id: 'fire', number: '1', title: { en: 'Cessation of fire', uk: 'Припинення вогню' } }],
  sectors: [named('s1', { en: '=HYPERLINK("http://x")' }), named('s2', { en: 'South' })],
  eventKinds: [named('denied', { en: '-2+3' })],
  means: [named('camera', { en: '@camera' })],
} as unknown as Mission;

function figure(id: string, value: number, params: Figure['query']['params'] = {}): Figure {
  return { id, value, unit: 'incidents', query: { name: 'facts.counts', params: { week, cutoff: 42, ...params } } };
}

function figures(prefix: string, params: Figure['query']['params'], start: number) {
  return Object.fromEntries(figureNames.map((name, i) => [name, figure(`${prefix}.${name}`, start + i, params)]));
}

function all(names: string[], prefix: string, params: Figure['query']['params']) {
  return Object.fromEntries(names.map((name, i) => [name, figure(`${prefix}.${name}`, i + 1, params)]));
}

function rates(scope: 'sector' | 'side', params: Figure['query']['params']) {
  const id = `rates.s1.${params['side'] ?? 'all'}`;
  const at = { sector: 's1', ...params };
  const part = (name: string, hours: number) => ({
    incidents: figure(`${id}.${name}.count`, 7, at),
    usableHours: figure(`${id}.${name}.hours`, hours, at),
    per100Hours: hours === 0 ? null : figure(`${id}.${name}.rate`, 700 / hours, at),
  });
  return {
    scope,
    sector: 's1',
    side: params['side'] ?? null,
    ...all(['grossHours', 'statedLostHours', 'jammingHours', 'weatherHours'], id, at),
    incidents: part('all', 56),
    byDay: part('day', 56),
    byNight: part('night', 0),
  };
}

function sample(demo = false): Summary {
  const rows = ['p2', 'p1'].map((party) => {
    const scope = { provisionId: 'fire', party, sector: 's1' };
    const lastWeek = { alleged: 1200, verified: 2, notVerifiable: 3, setAside: 4, ruledBreach: 5 };
    return { ...scope, ...figures(`row.fire.${party}.s1`, scope, 10), lastWeek };
  });
  const total = (scope: 'provision' | 'party' | 'sector' | 'all', id: string) => ({
    scope,
    id,
    figures: figures(`total.${scope}.${id}`, {}, 20),
  });
  return {
    week,
    from: '2026-11-08T17:30:00.000Z',
    to: '2026-11-15T17:30:00.000Z',
    cutoff: 42,
    treeRoot: 'ab'.repeat(32),
    missionId: 'm',
    packDigest: 'cd'.repeat(32),
    demo,
    partyOrder: ['p2', 'p1'],
    rows,
    totals: [
      total('provision', 'fire'),
      total('party', 'p2'),
      total('party', 'p1'),
      total('party', 'none'),
      total('sector', 's1'),
      total('all', 'all'),
    ],
    incidents: {
      live: figure('incidents.live', 77),
      bySector: [figure('incidents.sector.s1', 77, { sector: 's1' })],
      byKind: [figure('incidents.kind.denied', 77, { kind: 'denied' })],
    },
    effort: [
      {
        sector: 's1',
        side: null,
        means: 'camera',
        usableHours: figure('e1', 12.25, { sector: 's1', side: null, means: 'camera' }),
        lostHours: figure('e2', 0.5),
      },
      { sector: 's1', side: 'p2', means: 'camera', usableHours: figure('e3', 3), lostHours: figure('e4', 0) },
    ],
    restrictions: [figure('restrictions.s1.denied', 6, { sector: 's1', kind: 'denied' })],
    rates: [rates('sector', {}), rates('side', { side: 'p1' }), rates('side', { side: 'p2' })],
    notices: ['p2', 'p1'].map((party) => ({
      party,
      ...all(['notices', 'inside', 'perhaps', 'outside', 'breaksSilence'], `notices.${party}`, { party }),
      abuseRate: party === 'p1' ? figure('notices.p1.abuseRate', 0.125, { party }) : null,
    })),
    complaints: ['p2', 'p1'].map((party) => ({
      party,
      specificity: null,
      ...all(['made', 'madeClusters', 'against', 'againstClusters', 'ruledBreach', 'ruledNoBreach'], `c.${party}`, {
        party,
      }),
    })),
  } as unknown as Summary;
}

describe('the summary as HTML', () => {
  const text = summaryHtml(sample(), mission, 'en');

  it('is one file with no script and nothing to fetch, every name escaped', () => {
    expect(text.startsWith('<!doctype html>')).toBe(true);
    expect(text).not.toMatch(/<script|<link|<img|\bsrc=|url\(|\bonclick/i);
    expect(text).toContain(escapeHtml(evil));
    expect(text).toContain('Mission &#38; more');
    expect(text).not.toContain('undefined');
    expect(text).not.toContain('NaN');
    expect(escapeHtml(`<>&"'`)).toBe('&#60;&#62;&#38;&#34;&#39;');
  });

  it('has balanced elements, and each table a caption and headings of columns and rows', () => {
    for (const element of [
      'table',
      'caption',
      'thead',
      'tbody',
      'tr',
      'th',
      'td',
      'section',
      'div',
      'dl',
      'bdi',
      'small',
    ]) {
      const opened = text.match(new RegExp(`<${element}[\\s>]`, 'g'))?.length ?? 0;
      expect([element, text.match(new RegExp(`</${element}>`, 'g'))?.length ?? 0]).toEqual([element, opened]);
      expect(opened).toBeGreaterThan(0);
    }
    const tables = text.split('<table>').slice(1);
    for (const table of tables) {
      expect(table.trimStart().startsWith('<caption>')).toBe(true);
      expect(table).toContain('scope="col"');
      expect(table).toContain('scope="row"');
    }
    expect(tables).toHaveLength(11);
  });

  it('shows every figure with its id, last week beside it, and the parties in the order of the week', () => {
    for (const id of [
      'row.fire.p2.s1.alleged',
      'total.all.all.verified',
      'incidents.live',
      'e1',
      'restrictions.s1.denied',
    ]) {
      expect(text).toContain(`data-figure="${id}"`);
    }
    expect(text).toMatch(/data-figure="row\.fire\.p1\.s1\.alleged">10\s*<small>\(1,200\)<\/small>/);
    expect(text.indexOf('row.fire.p2.s1')).toBeLessThan(text.indexOf('row.fire.p1.s1'));
    expect(text.indexOf('data-figure="e3"')).toBeLessThan(text.indexOf('data-figure="e1"'));
    expect(text).toContain('No watching was recorded in: South.');
    expect(text).toContain('November 8, 2026');
  });

  it('is unmistakably a demo where it is one, and only there', () => {
    const demo = summaryHtml(sample(true), mission, 'en');
    expect(demo.match(/Nothing in this document is real/g)).toHaveLength(3);
    expect(demo.match(/<caption>\s*DEMO · /g)).toHaveLength(11);
    expect(demo).toContain('<title>DEMO · ');
    expect(text).not.toContain('DEMO');
  });

  it('tells each rate with its raw count, sides in the order of the week, and no rate without hours', () => {
    const rows = [...text.matchAll(/<tr>(?:(?!<tr>)[\s\S])*?rates\.s1[\s\S]*?<\/tr>/g)].map(([row]) => row);
    expect(rows.map((row) => /rates\.s1\.(\w+)/.exec(row)?.[1])).toEqual(['all', 'p2', 'p1']);
    expect(rows[0]).toContain('data-figure="rates.s1.all.all.rate">12.5 <small>(7)</small>');
    expect(rows[0]).toContain('data-figure="rates.s1.all.night.count">none <small>(7)</small>');
    expect(text).toContain('data-figure="notices.p1.abuseRate">0.125');
  });

  it('takes names from the pack and words, direction and numbers of the language', () => {
    const uk = summaryHtml(sample(), mission, 'uk-UA');
    expect(uk).toContain('<html lang="uk" dir="ltr">');
    expect(uk).toContain('Перша сторона');
    expect(uk).toContain('1 Припинення вогню');
    const ar = summaryHtml(sample(), mission, 'ar');
    expect(ar).toContain('<html lang="ar" dir="rtl">');
    expect(ar).toContain('بعثة');
    expect(ar).toContain('(1,200)');
    expect(summaryHtml(sample(), mission, 'xx')).toContain('<html lang="en" dir="ltr">');
    expect(summaryHtml(sample(), mission, '__proto__')).toContain('<html lang="en" dir="ltr">');
  });

  it('says so where nothing was counted', () => {
    const empty = { ...sample(), rows: [], effort: [], restrictions: [], totals: [] };
    const page = summaryHtml(empty, mission, 'en');
    expect(page).toContain('Nothing was counted');
    expect(page).toContain('None was recorded this week.');
    expect(page).not.toContain('undefined');
  });
});

describe('the summary as CSV', () => {
  const text = summaryCsv(sample(), mission, 'uk');
  const lines: Record<string, string>[] = parse(text, { columns: true });

  it('ends lines with CRLF and has one figure a line, each with its query', () => {
    expect(text.endsWith('\r\n')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(lines).toHaveLength(2 * 10 + 6 * 5 + 3 + 4 + 1 + 3 * 12 + (2 * 5 + 1) + 2 * 6);
    const row = lines.find((line) => line['figure_id'] === 'row.fire.p1.s1.verified');
    expect(row).toMatchObject({
      value: '11',
      party_name: 'Перша сторона',
      provision_name: '1 Припинення вогню',
      demo: 'no',
    });
    expect(JSON.parse(row?.['params'] ?? '')).toMatchObject({ week, cutoff: 42, party: 'p1' });
    const last = lines.find((line) => line['figure_id'] === 'row.fire.p1.s1.allegedLastWeek');
    expect([last?.['value'], JSON.parse(last?.['params'] ?? '').week]).toEqual(['1200', '2026-W45']);
  });

  it('keeps spreadsheets from running cells as formulas', () => {
    expect(lines.find((line) => line['sector'] === 's1')?.['sector_name']).toBe('\'=HYPERLINK("http://x")');
    expect(lines.find((line) => line['kind'] === 'denied')?.['kind_name']).toBe("'-2+3");
    expect(lines.find((line) => line['means'] === 'camera')?.['means_name']).toBe("'@camera");
    for (const line of lines) for (const cell of Object.values(line)) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    const tab = structuredClone(mission);
    tab.sectors.forEach((sector, i) => (sector.name = { en: ['\tx', '\rx'][i] ?? '+x' }));
    expect(parse(summaryCsv(sample(), tab, 'en'), { columns: true })).toContainEqual(
      expect.objectContaining({ sector_name: "'\tx" }),
    );
  });

  it('says on each line whether it is a demo', () => {
    const demo: Record<string, string>[] = parse(summaryCsv(sample(true), mission, 'en'), { columns: true });
    expect(new Set(demo.map((line) => line['demo']))).toEqual(new Set(['yes']));
  });
});
