import { renderers } from './renderers.js';
import { sampleContent } from './testing/sample-content.js';

describe('a week of 20,000 incidents', () => {
  it('comes out in all formats of one language in 20 s and 500 MB above what it began with', async () => {
    const content = sampleContent({ incidents: 20_000 });
    const [before, began] = [process.memoryUsage.rss(), process.cpuUsage()];
    let peak = 0;
    for (const renderer of renderers) {
      const { bytes } = await renderer.render(content, renderer.perLanguage ? 'en' : null);
      expect(bytes.length).toBeGreaterThan(100);
      peak = Math.max(peak, process.memoryUsage.rss() - before);
    }
    // Time of the processor, so that a machine that is busy with something else does not fail it.
    const { user, system } = process.cpuUsage(began);
    expect((user + system) / 1e6).toBeLessThan(20);
    expect(peak / 1e6).toBeLessThan(500);
  }, 300_000);

  it.each(['html', 'csv'])('with a word of a megabyte stays small in %s', async (format) => {
    const content = sampleContent({ incidents: 20, words: 'x'.repeat(1_000_000) });
    for (const renderer of renderers.filter((one) => one.format === format)) {
      const { bytes } = await renderer.render(content, 'en');
      expect(bytes.length).toBeLessThan(2_000_000);
    }
  });
});
