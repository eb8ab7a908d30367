import { SMTPServer } from 'smtp-server';
import { addContact } from '#core/escalation/contacts.js';
import { raiseByPerson } from '#core/escalation/manage.js';
import { jobNames, jobsOf } from '#core/journal/followup.js';
import { carryOut, noteFailure, reconcile, relayDue } from '#core/journal/work.js';
import { capDocument } from '#formats/cap.js';
import { makeChannels } from '#host/channels/channels.js';
import { openBus, type Bus } from '#queue/bus.js';
import { handlers } from '../../apps/worker/handlers.js';
import { privateRedis, randomName, redisServer, type PrivateRedis } from '../setup/servers.js';
import { openDesk, person, type Desk } from './desk.js';

const given = redisServer ? describe : describe.skip;
given(
  `tellings through a real queue${redisServer ? '' : ' (skipped: no redis-server or valkey-server on PATH)'}`,
  () => {
    let redis: PrivateRedis;
    let bus: Bus;
    let desk: Desk;
    let mail: SMTPServer;
    let channels: ReturnType<typeof makeChannels>;
    const mails: string[] = [];
    let refused = 0;
    beforeAll(async () => {
      redis = await privateRedis();
      await redis.start();
      bus = await openBus({ redis: redis.url }, randomName());
      desk = await openDesk();
      mail = new SMTPServer({
        authOptional: true,
        disabledCommands: ['STARTTLS'],
        onData(stream, _session, done) {
          let source = '';
          stream.on('data', (chunk: Buffer) => (source += chunk.toString('utf8')));
          stream.on('end', () => {
            // The first try of each server day fails, as with greylisting.
            if (refused++ === 0) return done(Object.assign(new Error('later'), { responseCode: 451 }));
            mails.push(/^Message-ID: <(.*)@/m.exec(source)![1]!);
            done();
          });
        },
      });
      await new Promise<void>((ready) => mail.listen(0, '127.0.0.1', ready));
      const { port } = mail.server.address() as { port: number };
      const settings = { url: `smtp://127.0.0.1:${port}`, from: 'watch@mission.example' };
      channels = makeChannels({ mail: settings, signer: desk.deps.signer, capDocument });
      desk.deps.channels = channels;
    }, 60_000);
    afterAll(async () => {
      await bus.close();
      await redis.remove();
      channels.close();
      await new Promise<void>((done) => mail.close(() => done()));
      await desk.close();
    });

    it('the queue forgets everything, the mail server refuses at first, work comes twice: one mail each', async () => {
      const { deps } = desk;
      const sam = person('sam', 'supervisor', ['island']);
      const contact = {
        channel: 'email' as const,
        rungs: ['watch-officer'],
        sectors: [],
        language: 'en',
        privateAllowed: false,
      };
      for (const address of ['one@guarantor.example', 'two@guarantor.example'])
        await addContact(deps, person('ada', 'administrator'), { ...contact, address });
      const { id: incidentId } = await desk.incidentOf(await desk.receive(person('ina', 'monitor'), {}));
      const step = await raiseByPerson(deps, sam, { incidentId, rung: 'watch-officer', reason: 'Seen.' });
      await deps.uow.run((tx) => tx.sequence(1000, jobsOf, deps.signer));

      expect(await relayDue(deps, bus, 100)).toBe(2);
      await bus.obliterate();
      desk.clock.move(60);
      expect(await reconcile(deps, bus, 20_000)).toMatchObject({ lost: 2 });
      const carry = async (hint: { workId: string; epoch: number }) => {
        await carryOut(deps, handlers, hint);
        await carryOut(deps, handlers, hint);
      };
      let failures = 0;
      bus.work(Object.fromEntries(jobNames.map((job) => [job, carry])) as never, {
        onFailed: async ({ hint, error, final }) => {
          failures += 1;
          expect(final).toBe(false);
          await noteFailure(deps, hint.workId, error, deps.clock.now().toISOString());
        },
        onError: () => undefined,
      });
      const settled = async () =>
        (await deps.uow.read((reads) => reads.deliveries.ofStep(step.id))).map((d) => d.state);
      const until = Date.now() + 25_000;
      while ((await settled()).includes('waiting') && Date.now() < until) await new Promise((r) => setTimeout(r, 100));
      expect(await settled()).toEqual(['sent', 'sent']);
      expect(failures).toBe(1);
      const ids = (await deps.uow.read((reads) => reads.deliveries.ofStep(step.id))).map((d) => d.id);
      expect([...mails].sort()).toEqual(ids.sort());
    }, 60_000);
  },
);
