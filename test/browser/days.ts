/** What each role does in its day, by its screens; each ends with what the API says of it afterwards. */
import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import type { Page } from 'playwright-core';
import { fill, photo } from './field-desk.js';
import { deskOf, recordId } from './hostile-desk.js';
import { enter, type Person, type Stage } from './kit.js';
import { list, rows, told, type Row } from './triage-desk.js';

interface Incident {
  id: string;
  version: number;
  state: string;
  outcome: string | null;
  claimedBy: string | null;
  sightingCount: number;
  estimate: { lat: number; lon: number };
}

export interface Notice {
  id: string;
  number: number;
  subjectId: string;
}

/** A day on this stage. `boss` is a head of mission, who may read what is asked after. */
export function daysOf(stage: Stage, boss: Person) {
  const desk = deskOf(stage);
  const incidents = async (query = ''): Promise<Incident[]> =>
    (await desk.get<{ items: Incident[] }>(boss, `/v1/incidents?limit=200${query}`)).items;
  const read = async (id: string): Promise<Incident> =>
    (await desk.get<{ incident: Incident }>(boss, `/v1/incidents/${id}`)).incident;
  /** An incident that a supervisor finds verified, and that some provision has been tested on. */
  const verified = async (): Promise<string> => {
    const judge = await stage.person('supervisor');
    const decision = { outcome: 'verified', cause: null, reason: 'Several sources tell of it.' };
    for (const { id, version } of (await incidents('&undecidedOnly=true')).slice(0, 8)) {
      await desk.post(judge, `/v1/triage/${id}/decide`, { version, ...decision });
      for (let tries = 0; tries < 60; tries++) {
        const { review } = await desk.get<{ review: { results: object[] } | null }>(
          boss,
          `/v1/incidents/${id}/provisions`,
        );
        if (review && review.results.length > 0) return id;
        if (review) break;
        await pause(500);
      }
    }
    throw new Error('no provision concerns any of these incidents');
  };
  /** Fills in the dialog that a button opens, and sends it. */
  const send = async (page: Page, name: string, reason: string, fillIn?: (page: Page) => Promise<void>) => {
    const dialog = page.getByRole('dialog', { name });
    await dialog.waitFor();
    await fillIn?.(page);
    await dialog.getByRole('textbox', { name: 'Reason' }).fill(reason);
    await dialog.getByRole('button', { name, exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
  };

  return {
    /** A report with a photograph, from where something has happened before. */
    async monitor(text: string): Promise<void> {
      const [{ estimate }] = (await incidents()) as [Incident];
      const geolocation = { latitude: estimate.lat, longitude: estimate.lon, accuracy: 8 };
      const context = { viewport: { width: 390, height: 800 }, geolocation, permissions: ['geolocation'] };
      const person = await stage.person('monitor');
      const { page } = await stage.visit(context);
      await signIn(page, person, '/field');
      await fill(page, text);
      await page
        .locator('input[type=file]')
        .setInputFiles({ name: 'crater.png', mimeType: 'image/png', buffer: photo });
      await page.getByText('crater.png').waitFor();
      await page.getByRole('button', { name: 'Save and send' }).click();
      await page.getByText('Received with receipt').waitFor({ timeout: 60_000 });
      const { items } = await desk.get<{ items: Record<string, unknown>[] }>(person, '/v1/sightings?limit=200');
      const mine = items.filter((one) => one['text'] === text);
      expect(mine).toMatchObject([{ submittedBy: person.id, said: { type: 'bearing_range' } }]);
      expect(mine[0]!['evidence']).toHaveLength(1);
    },

    /** A plain case claimed, decided in three keys and taken back. */
    async supervisor(): Promise<void> {
      const person = await stage.person('supervisor');
      const { page } = await stage.visit();
      await signIn(page, person, '/triage');
      await rows(page).first().waitFor();
      const { items } = await desk.get<{ items: Row[] }>(boss, '/v1/triage?limit=200');
      const at = items.findIndex((row) => row.group === null && row.incident.proposedOutcome !== null);
      const { id } = items[at]!.incident;
      await list(page).focus();
      for (let step = 0; step <= at; step++) await page.keyboard.press('j');
      await page.keyboard.press('c');
      await told(page, 'Claimed.').waitFor();
      expect((await read(id)).claimedBy).toBe(person.id);
      await page.keyboard.press('a');
      await page.getByRole('button', { name: 'Confirm' }).waitFor();
      await page.keyboard.press('Enter');
      await told(page, 'Decided.').waitFor();
      expect(await read(id)).toMatchObject({ state: 'decided', outcome: items[at]!.incident.proposedOutcome });
      await page
        .getByRole('listitem')
        .filter({ hasText: 'Decided.' })
        .getByRole('button', { name: 'Undo' })
        .press('Enter');
      await told(page, 'Decided.').waitFor({ state: 'detached' });
      expect((await read(id)).outcome).toBeNull();
    },

    /** An incident split, and put together again. */
    async analyst(): Promise<void> {
      const { id, sightingCount } = (await incidents('&undecidedOnly=true')).find((one) => one.sightingCount >= 3)!;
      const { page } = await stage.visit();
      await signIn(page, await stage.person('analyst'), `/case/${id}`);
      const section = page.locator('#restructure');
      await section.getByRole('button', { name: 'Split', exact: true }).click();
      await send(page, 'Split', 'Two patrols told of two events.', (shown) =>
        shown.getByRole('dialog', { name: 'Split' }).getByRole('checkbox').first().check({ force: true }),
      );
      await section.getByRole('heading', { name: 'Split', exact: true }).waitFor();
      expect((await read(id)).sightingCount).toBe(sightingCount - 1);
      await section.getByRole('button', { name: 'Undo' }).first().click();
      await send(page, 'Undo', 'It was one event.');
      await section.getByText(/undone by/).waitFor();
      expect((await read(id)).sightingCount).toBe(sightingCount);
    },

    /** A breach that was proposed is confirmed by the chief; the notice to the party follows by itself. */
    async ruling(provisionId: string, party: string): Promise<Notice> {
      const day = (ago: number): string => new Date(Date.now() - ago * 86_400_000).toISOString();
      const [one, other] = [await stage.person('analyst'), await stage.person('analyst')];
      const about = { provisionId, party };
      const figures = { low: 25, best: 28, high: 31, method: 'counted on imagery' };
      await desk.post(one, '/v1/registers/estimates', { ...about, ...figures, id: recordId(), asOf: day(10) });
      const span = { from: day(15), to: day(1) };
      const ruling = { ...about, ...span, result: 'breach', gravity: 'grave', reason: 'Counted.' };
      const { id } = await desk.post(other, '/v1/assessments', ruling);
      await desk.post(boss, `/v1/assessments/${id}/confirm`);
      for (let tries = 0; tries < 240; tries++) {
        const { items } = await desk.get<{ items: Notice[] }>(boss, '/v1/notices');
        const notice = items.find((found) => found.subjectId === id);
        if (notice) return notice;
        await pause(500);
      }
      throw new Error('no notice has followed');
    },

    /** A ruling on an incident that a supervisor has verified, by the chief on the case's page. */
    async chief(): Promise<void> {
      const id = await verified();
      const { page } = await stage.visit();
      await signIn(page, boss, `/case/${id}`);
      await page.getByRole('button', { name: 'Rule', exact: true }).first().click();
      const choose = async (label: string, option: string | RegExp): Promise<void> => {
        await page.getByRole('dialog').getByRole('button', { name: label }).click();
        await page.getByRole('option', { name: option }).first().click();
      };
      const reason = 'It was outside of the area.';
      await send(page, 'Rule', reason, async () => {
        await choose('Provision', /./);
        await choose('Result', 'No breach');
      });
      await page.locator('#rulings').getByText(reason).waitFor();
      const { rulings } = await desk.get<{ rulings: { result: string; ruledBy: string | null }[] }>(
        boss,
        `/v1/incidents/${id}/case`,
      );
      expect(rulings).toContainEqual(expect.objectContaining({ result: 'no_breach', ruledBy: boss.id }));
    },

    /** A notice acknowledged and answered by the party's liaison. */
    async liaison(party: string, notice: Notice): Promise<void> {
      const { page } = await stage.signIn('party_liaison', { party, at: '/liaison' });
      await page
        .getByRole('button', { name: /^Notice \d/ })
        .first()
        .click();
      await page.getByRole('button', { name: 'Acknowledge: we have it in hand' }).click();
      await page.getByText(/met, .* early/).waitFor();
      const words = 'Our inspectors were there and saw none.';
      await page.getByRole('textbox', { name: "Your party's words" }).fill(words);
      await page.getByRole('button', { name: 'Send the reply' }).click();
      await page.getByText('Received with receipt').waitFor();
      const answer = await desk.get<{ replies: { text: string }[]; clock: object }>(boss, `/v1/notices/${notice.id}`);
      expect(answer.replies).toMatchObject([{ text: words }]);
      expect(JSON.stringify(answer.clock)).toContain('acknowledged');
    },

    /** Work that was given up is tried again, and a device taken out of service. */
    async administrator(): Promise<void> {
      const store = new Sqlite(join(stage.dataFolder, 'linewatch.sqlite'));
      const { id } = store.prepare(`SELECT "id" FROM "work" WHERE "state" = 'done' LIMIT 1`).get() as { id: string };
      store
        .prepare(`UPDATE "work" SET "state" = 'dead', "done_at" = NULL, "last_error" = 'lost' WHERE "id" = ?`)
        .run(id);
      const { page } = await stage.signIn('administrator', { at: '/admin/work' });
      await page.getByRole('button', { name: /^Try again: / }).click();
      await page.getByText('No dead letters.').waitFor();
      for (let tries = 0; tries < 240 && stateOf() !== 'done'; tries++) await pause(500);
      expect(stateOf()).toBe('done');
      store.close();

      await page.goto('/admin/devices');
      await page.getByRole('button', { name: 'Register a device' }).click();
      const dialog = page.getByRole('dialog');
      const { x } = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }) as { x: string };
      await dialog.locator('input[name=name]').fill('Mast 7');
      await dialog.locator('input[name=publicKey]').fill(x);
      await dialog.getByRole('button', { name: 'Register a device' }).click();
      await dialog.waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Put out of service: Mast 7' }).click();
      await dialog.getByRole('button', { name: 'Put out of service' }).click();
      await page.getByRole('row').filter({ hasText: 'Mast 7' }).getByText('out of service since').waitFor();
      const answer = await stage.ask('GET', '/v1/devices', { token: stage.token });
      const { items } = (await answer.json()) as { items: { name: string; disabledAt: string | null }[] };
      expect(items.find(({ name }) => name === 'Mast 7')!.disabledAt).not.toBeNull();

      function stateOf(): unknown {
        return (store.prepare(`SELECT "state" FROM "work" WHERE "id" = ?`).get(id) as { state: string }).state;
      }
    },

    /** A week's draft is frozen by an editor and approved by the chief, who also gives somebody a way back in. */
    async editorAndChief(): Promise<void> {
      const { page } = await stage.signIn('editor', { at: '/summaries' });
      const draft = page.getByRole('button', { name: /^Open a draft of/ }).first();
      await draft.or(page.locator('a[data-edition]').first()).first().click();
      await page.getByText('Live figures, counted at').waitFor();
      const address = new URL(page.url()).pathname;
      await take(page, 'Freeze');
      await page.getByText('Frozen. The documents are being made.').waitFor({ timeout: 120_000 });
      const { page: head } = await stage.visit();
      await signIn(head, boss, address);
      await take(head, 'Approve');
      await head.getByText('Approve: not now, for you.').waitFor();
      const { items } = await desk.get<{ items: { id: string; state: string }[] }>(boss, '/v1/editions');
      expect(items.find((one) => address.includes(one.id))?.state).toBe('half_approved');

      const lost = await stage.person('monitor');
      await head.goto('/admin/users');
      await head.getByRole('button', { name: `Actions for ${lost.loginName}` }).click();
      await head.getByRole('menuitem', { name: 'Reset the password' }).click();
      const dialog = head.getByRole('dialog');
      await dialog.getByRole('button', { name: 'Reset now' }).click();
      await dialog.getByText('Address with the token').waitFor();
      const old = { loginName: lost.loginName, password: lost.password, delivery: 'bearer' };
      expect((await stage.ask('POST', '/v1/sessions', { body: old })).status).toBe(401);
    },
  };
}

async function signIn(page: Page, person: Person, at: string): Promise<void> {
  await page.goto(at);
  await enter(page, person);
  await page.locator('main#content h1').waitFor();
}

/** Presses a step of an edition, then the button of the same name in the dialog. */
async function take(page: Page, name: string): Promise<void> {
  await page.getByRole('region', { name: 'What comes next' }).getByRole('button', { name }).click();
  await page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
}
