import { axesOf } from '#core/geo/shapes.js';
import { speechOf } from '../speech.js';
import { sampleContent } from '../testing/sample-content.js';
import { drawMap, ellipsePoints } from './map.js';

describe('the ellipse of a place', () => {
  it('has the half axes and the direction of its covariance', () => {
    // 300 m along 60 degrees true, 100 m across: rotated by hand.
    const [e, n] = [Math.sin(Math.PI / 3), Math.cos(Math.PI / 3)];
    const covariance = {
      covEE: 300 ** 2 * e * e + 100 ** 2 * n * n,
      covEN: (300 ** 2 - 100 ** 2) * e * n,
      covNN: 300 ** 2 * n * n + 100 ** 2 * e * e,
    };
    const { major, minor, bearing } = axesOf(covariance);
    expect([major, minor, bearing]).toEqual([300, 100, 60]);
    const points = ellipsePoints(major, minor, bearing, 360);
    const det = covariance.covEE * covariance.covNN - covariance.covEN ** 2;
    for (const [x, y] of points) {
      const d2 = (covariance.covNN * x * x - 2 * covariance.covEN * x * y + covariance.covEE * y * y) / det;
      expect(d2).toBeCloseTo(1, 6);
    }
    const [far] = [...points].sort((a, b) => Math.hypot(...b) - Math.hypot(...a));
    expect(((Math.atan2(far![0], far![1]) * 180) / Math.PI + 360) % 180).toBeCloseTo(60, 0);
  });

  it('is drawn where its shape is told, else a circle', () => {
    const content = sampleContent({ incidents: 10 });
    const map = content.sections.flatMap((s) => s.blocks).find((b) => b.type === 'map' && b.points.length > 0);
    if (map?.type !== 'map') throw new Error('the sample has no map');
    const dashed = (svg: string, tag: string) => [
      ...svg.matchAll(new RegExp(`<${tag} [^>]*stroke-dasharray="3,2"`, 'g')),
    ];
    const speech = speechOf(content, 'en');
    const { svg } = drawMap(map, content, speech);
    const told = map.points.filter((p) => p.ellipse).length;
    expect(told).toBeGreaterThan(2);
    expect(dashed(svg, 'circle')).toHaveLength(map.points.length - told);
    expect(dashed(svg, 'path')).toHaveLength(told);
    const round = { ...map, points: map.points.map(({ ellipse: _, ...p }) => p) };
    expect(dashed(drawMap(round, content, speech).svg, 'circle')).toHaveLength(map.points.length);
  });
});
