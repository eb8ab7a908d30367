import { existsSync } from 'node:fs';
import { loadMission } from '../pack/load.js';
import { data, run as runIn } from './on-real-data.fixture.js';

const pack = 'missions/ukraine-line';
const run = runIn.bind(null, pack);
const given = existsSync(data) ? describe : describe.skip;

given('a large table of real data (skipped where ../shared/data is absent)', () => {
  it('firms-viirs: 74,901 detections with only a day', async () => {
    const daily = await run('firms-viirs', 'firms-viirs/ukr_fire_data_2022_H1.csv', await loadMission(pack));
    expect(daily).toMatchObject({ accepted: 74901, distinct: 74901, refused: {} });
  });
});
