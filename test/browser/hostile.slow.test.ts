import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { Role } from '#core/access/types.js';
import { fieldsOf, hostileStrings } from './hostile.js';
import { inBrowser, openStage, type Person, type Stage } from './kit.js';
import { deskOf, recordId, type Desk } from './hostile-desk.js';
import { settled } from './world.js';

const everything = hostileStrings.join('\n');
const place = { lat: -49.3, lon: 69.5 };
const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
const publicKey = (): string => (generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }) as { x: string }).x;

inBrowser(`${hostileStrings.length} hostile strings`, () => {
  let stage: Stage;
  let { post, get, open, tokens } = {} as Desk;
  let [monitor, supervisor, analyst, second, head, liaison, administrator] = [] as unknown as Person[];
  let [blast, refusal] = ['', ''];

  beforeAll(async () => {
    stage = await openStage();
    ({ post, get, open, tokens } = deskOf(stage));
    [monitor, supervisor, analyst, second, head, administrator] = (await Promise.all(
      (['monitor', 'supervisor', 'analyst', 'analyst', 'head_of_mission', 'administrator'] as Role[]).map((role) =>
        stage.person(role),
      ),
    )) as [Person, Person, Person, Person, Person, Person];
    liaison = await stage.person('party_liaison', { party: 'orrin' });
    const files = fieldsOf(255);
    blast = await report(monitor!, { kind: 'blast', means: 'ear' }, files.slice(0, 100), place.lat);
    const restriction = { type: 'conditional', condition: fieldsOf(2000)[0], crossing: fieldsOf(200)[3] };
    const said = { words: fieldsOf(5000)[1], wordsOf: fieldsOf(200)[4] };
    const other = { kind: 'passage-refused', means: 'eye', restriction: { ...restriction, ...said } };
    refusal = await report(monitor!, other, files.slice(100), place.lat + 0.1);
  }, 400_000);
  afterAll(() => stage?.close());
  afterEach(() => stage.closePages());

  const version = async (id: string): Promise<number> =>
    (await get<{ incident: { version: number } }>(head!, `/v1/incidents/${id}`)).incident.version;

  /** Sends a report in which every free field is hostile, with files of these names; returns its incident. */
  async function report(who: Person, facts: object, names: string[], lat: number): Promise<string> {
    const evidence: string[] = [];
    for (const name of names) {
      const id = recordId();
      const answer = await fetch(`${stage.address}/v1/evidence`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${await tokens(who)}`,
          'content-type': 'application/octet-stream',
          'linewatch-evidence-id': id,
          'linewatch-media-type': 'text/html',
          'linewatch-file-name': encodeURIComponent(name),
        },
        body: `<script>window.__ran='${id}'</script>`,
      });
      if (answer.status !== 201) throw new Error(`the file "${name}": ${await answer.text()}`);
      evidence.push(id);
    }
    const id = recordId();
    const words = { text: everything, sourceTime: fieldsOf(200)[1], patrolId: fieldsOf(100)[2] };
    const at = { start: ago(20), end: ago(19), place: { type: 'fix', ...place, lat, precisionMetres: 30 } };
    await post(who, '/v1/reports', { id, ...facts, ...words, ...at, evidence });
    await settled(stage);
    const { items } = await get<{ items: { id: string }[] }>(head!, '/v1/incidents?limit=50');
    for (const incident of items) {
      const { sightings } = await get<{ sightings: { id: string }[] }>(head!, `/v1/incidents/${incident.id}/case`);
      if (sightings.some((sighting) => sighting.id === id)) return incident.id;
    }
    throw new Error('the report became no incident');
  }

  it('are more than 500, and all of them different', () => {
    expect(hostileStrings.length).toBeGreaterThan(500);
    expect(new Set(hostileStrings).size).toBe(hostileStrings.length);
  });

  it('would be noticed if they did anything', async () => {
    const { page, watched } = await open(monitor!, '/account', 'main h1');
    expect(await watched.deeds()).toEqual([]);
    await page.evaluate(() => {
      document.title = 'ran';
      Object.assign(globalThis, { __ran: 1 });
      alert('ran');
      document.body.append(document.createElement('marquee'));
    });
    expect(await watched.deeds()).toEqual(['dialog: ran', 'a script ran', 'title: ran', '<marquee></marquee>']);
    expect(await watched.lacking([hostileStrings[0]!])).toEqual([hostileStrings[0]]);
  });

  it('are text in a case: its words, files, tasks, ledger, decisions, rulings', async () => {
    const long = fieldsOf(4000);
    const short = fieldsOf(200);
    const { sightings } = await get<{ sightings: { id: string }[] }>(head!, `/v1/incidents/${blast}/case`);
    const basis = [sightings[0]!.id];
    for (const [at, instruction] of long.entries()) {
      const task = { type: 'patrol', assignee: monitor!.id, ...place, placeName: short[at], instruction };
      await post(supervisor!, `/v1/incidents/${blast}/tasks`, { id: recordId(), ...task, dueBy: ago(-240) });
      const item = { kind: 'other', statement: instruction, reason: long.at(-1 - at), source: short.at(-1 - at) };
      const table = { row: 'physical-trace', hypothesis: 'orrin', speaks: at % 2 === 0 ? 'for' : 'against' };
      await post(analyst!, `/v1/incidents/${blast}/ledger/items`, { ...item, table, basis });
    }
    for (const at of [1, 2]) {
      const decision = { outcome: 'verified', cause: null, reason: long[at] };
      await post(supervisor!, `/v1/triage/${blast}/decide`, { version: await version(blast), ...decision });
      if (at === 2) break;
      const undone = { version: await version(blast), reason: long[3] };
      await post(supervisor!, `/v1/triage/${blast}/undo-decision`, undone);
    }
    const attribution = { party: 'orrin', probability: 0.6, reason: long[0] };
    await post(analyst!, `/v1/incidents/${blast}/attributions`, { version: await version(blast), ...attribution });
    await settled(stage);
    const { page, watched } = await open(analyst!, `/case/${blast}`, '#said h3');
    await page.locator('#ledger li').first().waitFor();
    const texts = [...hostileStrings, ...long, ...fieldsOf(255).slice(0, 100), ...short.slice(0, long.length)];
    expect(await watched.lacking(texts)).toEqual([]);
    expect(await watched.deeds()).toEqual([]);
    await page.goto(`/case/${refusal}`);
    await page.locator('#said h3').first().waitFor();
    expect(await watched.lacking([...hostileStrings, ...fieldsOf(255).slice(100)])).toEqual([]);
    expect(await watched.deeds()).toEqual([]);
  }, 300_000);

  it('are text in the queue, its views and its people, and on the map', async () => {
    const views = fieldsOf(100).slice(0, 50);
    for (const name of views) await post(supervisor!, '/v1/triage/views', { name, filter: {} });
    const { page, watched } = await open(supervisor!, '/triage', '[role=listbox] [role=option]');
    await page.locator('[role=listbox] [role=option]').first().click();
    await page.getByRole('heading', { name: 'What was seen' }).waitFor();
    expect(await watched.lacking(hostileStrings)).toEqual([]);
    await page
      .getByRole('button', { name: 'Views' })
      .or(page.getByRole('button', { name: /view/i }))
      .first()
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('<script>').first().waitFor();
    expect(await watched.lacking(views)).toEqual([]);
    expect(await watched.deeds()).toEqual([]);
    await page.goto('/map?list=1');
    await page.getByRole('table').getByRole('button').first().click();
    await page.getByRole('region', { name: 'Chosen' }).waitFor();
    expect(await watched.deeds()).toEqual([]);
  }, 300_000);

  it('are text in the log of the hotline: issues, calls, promises and what became of them', async () => {
    for (const text of fieldsOf(20_000)) {
      const issueId = recordId();
      const line = { issueId, at: ago(5), text };
      await post(supervisor!, '/v1/hotline', { id: issueId, type: 'issue', at: ago(10), text });
      const promiseId = recordId();
      const sides = { party: 'orrin', toParty: 'vell' };
      await post(supervisor!, '/v1/hotline', { id: recordId(), type: 'activation', ...sides, ...line });
      await post(supervisor!, '/v1/hotline', { id: promiseId, type: 'promise', party: 'vell', ...line });
      await post(supervisor!, '/v1/hotline', { id: recordId(), type: 'outcome', promiseId, kept: false, ...line });
    }
    const { page, watched } = await open(supervisor!, '/hotline', 'article li');
    expect(await watched.lacking(hostileStrings)).toEqual([]);
    await page.getByRole('button', { name: 'A promise' }).first().click();
    await page.getByRole('dialog').waitFor();
    expect(await watched.deeds()).toEqual([]);
  }, 300_000);

  it('are text on the escalation board and among effort and sensors', async () => {
    const reasons = fieldsOf(4000);
    const steps: string[] = [];
    for (const incident of [blast, refusal]) {
      const body = { rung: 'head', reason: reasons[steps.length] };
      steps.push((await post(head!, `/v1/incidents/${incident}/escalations`, body)).id);
    }
    const sources = fieldsOf(100);
    for (const sourceId of sources) {
      const watch = { means: 'mast-camera', sourceId, start: ago(30), end: ago(-30), lost: [] };
      const said = { type: 'post', ...place, up: [{ start: ago(30), end: ago(-30) }] };
      await post(supervisor!, '/v1/watches', { id: recordId(), ...watch, said });
    }
    const weather = { id: recordId(), sourceId: sources[5], start: ago(60), end: ago(0), visibilityMetres: 900 };
    await post(supervisor!, '/v1/weather', { ...weather, sector: await anySector() });
    await settled(stage);
    const { page, watched } = await open(head!, '/escalation', '[data-step]');
    for (const [at, step] of steps.entries()) {
      await page.goto('/escalation');
      await page.locator('[data-step]').first().waitFor();
      await page.locator(`[data-step="${step}"] :is(h2, h3) button`).first().click();
      await watched.shows(reasons[at]!);
      expect(await watched.deeds()).toEqual([]);
    }
    await page.goto('/effort');
    await page.locator('figure svg[role=img]').first().waitFor();
    await watched.shows(sources[0]!);
    expect(await watched.lacking(sources)).toEqual([]);
    expect(await watched.deeds()).toEqual([]);
  }, 300_000);

  async function anySector(): Promise<string> {
    return (await get<{ sectors: { id: string }[] }>(head!, '/v1/mission')).sectors[0]!.id;
  }

  it("are text in a party's portal, and where its answer is read", async () => {
    const about = { provisionId: 'few-guns', party: 'orrin' };
    const figures = { low: 25, best: 28, high: 31, method: fieldsOf(4000)[3], note: fieldsOf(4000)[4] };
    await post(analyst!, '/v1/registers/estimates', { ...about, ...figures, id: recordId(), asOf: ago(14_400) });
    const span = { from: ago(21_600), to: ago(1_440) };
    const ruling = { ...about, ...span, result: 'breach', gravity: 'grave', reason: fieldsOf(4000)[5] };
    const { id } = await post(second!, '/v1/assessments', ruling);
    await post(head!, `/v1/assessments/${id}/confirm`);
    await settled(stage);
    const { items } = await get<{ items: { id: string }[] }>(liaison!, '/v1/party/notices');
    await post(liaison!, `/v1/party/notices/${items[0]!.id}/replies`, { id: recordId(), text: everything });
    const area = [
      [69.4, -49.4],
      [69.6, -49.4],
      [69.6, -49.2],
      [69.4, -49.4],
    ];
    const notices = fieldsOf(20_000);
    for (const text of notices) {
      const what = { party: 'orrin', kind: 'exercise', eventKinds: ['blast'], area, text };
      await post(liaison!, '/v1/notifications', { id: recordId(), ...what, start: ago(-60), end: ago(-600) });
    }
    const { page, watched } = await open(liaison!, '/liaison', 'main h1');
    await page.getByRole('button', { name: /^Notice 1/ }).click();
    await page.getByRole('heading', { name: 'Your replies' }).waitFor();
    await page.getByRole('button', { name: 'Show all of it' }).click();
    expect(await watched.lacking([...hostileStrings, everything])).toEqual([]);
    expect(await watched.deeds()).toEqual([]);
    await page.getByRole('button', { name: 'Our advance notices' }).click();
    for (const text of notices) await watched.shows(text);
    expect(await watched.deeds()).toEqual([]);
  }, 300_000);

  it('are text in the administration', async () => {
    const devices = fieldsOf(200);
    const scope = { sectors: [], party: null };
    for (const name of devices) await post(administrator!, '/v1/devices', { name, publicKey: publicKey(), scope });
    // Each costs a derived key: as many as are soon made.
    const names = devices.slice(0, 24);
    for (const [at, displayName] of names.entries()) {
      const account = { loginName: `named-${at}`, displayName, role: 'monitor', scope, secondFactor: false };
      await post(administrator!, '/v1/users', account);
    }
    const store = new Sqlite(join(stage.dataFolder, 'linewatch.sqlite'));
    const { id } = store.prepare(`SELECT "id" FROM "work" WHERE "state" = 'done' LIMIT 1`).get() as { id: string };
    const give = `UPDATE "work" SET "state" = 'dead', "done_at" = NULL, "last_error" = ? WHERE "id" = ?`;
    store.prepare(give).run(everything, id);
    store.close();
    const { page, watched } = await open(administrator!, '/admin/devices', 'main table');
    expect(await watched.lacking(devices)).toEqual([]);
    expect(await watched.deeds()).toEqual([]);
    await page.goto('/admin/users');
    await watched.shows(names.at(-1)!);
    expect(await watched.lacking(names)).toEqual([]);
    expect(await watched.deeds()).toEqual([]);
    await page.goto('/admin/work');
    await watched.shows(everything);
    expect(await watched.deeds()).toEqual([]);
  }, 300_000);

  it('are text in the field form: as typed, as kept, as sent', async () => {
    const { page, watched } = await open(monitor!, '/field', 'main h1');
    const words = page.getByRole('textbox', { name: 'In your own words' });
    await words.fill(everything);
    const names = fieldsOf(200)
      .slice(0, 10)
      .map((name) => name.replaceAll(/[\n\t/\\]/g, ' '));
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles(names.map((name) => ({ name, mimeType: 'image/png', buffer: Buffer.from(name) })));
    await watched.shows(names.at(-1)!);
    expect(await watched.lacking(names)).toEqual([]);
    await page.waitForTimeout(500);
    await page.reload();
    await watched.shows(names.at(-1)!);
    expect(await words.inputValue()).toBe(everything);
    await page.getByRole('button', { name: /^Outbox/ }).click();
    expect(await watched.deeds()).toEqual([]);
  }, 120_000);
});
