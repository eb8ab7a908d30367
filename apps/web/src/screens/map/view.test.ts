import { readView, spanOf, writeView, type View } from './view.js';

const id = '01930000-0000-7000-8000-000000000001';
const whole: View = {
  camera: { lat: -49.3, lon: 69.5, zoom: 8.25 },
  days: 3,
  to: '2026-11-22T05:00:00.000Z',
  step: 'day',
  at: '2026-11-20T05:00:00.000Z',
  shown: new Set(['lines', 'sightings'] as const),
  chosen: { of: 'sighting', id },
  isList: true,
};

describe('the address of a map', () => {
  it('brings back the whole view', () => {
    expect(readView(writeView(whole))).toEqual(whole);
  });

  it('is empty for the view that everybody starts with', () => {
    expect(writeView(readView(new URLSearchParams())).toString()).toBe('');
  });

  it.each(['c=1,2', 'c=a,b,c', 'c=91,0,3', 'c=1,2,3,4', 'days=999', 'to=yesterday', 'step=year', 'item=party:1'])(
    'is as if it did not say %s',
    (text) => {
      expect(readView(new URLSearchParams(text))).toEqual(readView(new URLSearchParams()));
    },
  );
});

describe('the time that is shown', () => {
  const now = Date.parse('2026-11-22T05:20:00.000Z');

  it('is the period up to the end of this hour', () => {
    const span = spanOf({ days: 1, to: null, step: 'all', at: null }, now);
    expect(new Date(span.from).toISOString()).toBe('2026-11-21T06:00:00.000Z');
    expect([span.shownFrom, span.shownTo, span.steps]).toEqual([span.from, span.to, 1]);
  });

  it('is one step of it, and never beyond its ends', () => {
    const at = (iso: string | null) => spanOf({ ...whole, days: 3, step: 'hour', at: iso }, now);
    expect(at(null)).toMatchObject({ steps: 72, position: 71 });
    expect(at('2026-11-19T06:30:00.000Z')).toMatchObject({ position: 1 });
    expect(at('2020-01-01T00:00:00.000Z')).toMatchObject({ position: 0 });
    expect(at('2030-01-01T00:00:00.000Z')).toMatchObject({ position: 71 });
    const { shownFrom, shownTo } = at('2026-11-19T06:30:00.000Z');
    expect(shownTo - shownFrom).toBe(3_600_000);
  });
});
