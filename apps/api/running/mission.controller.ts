import { Controller, Get, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { knownKeys } from '#core/journal/keys.js';
import { Action, Public } from '../http/action.js';
import { RUNTIME, type ApiRuntime } from '../runtime.js';
import { provisionAnswer, rulesAnswer } from './mission-answers.js';

@ApiTags('mission')
@Controller()
export class MissionController {
  constructor(@Inject(RUNTIME) private readonly runtime: ApiRuntime) {}

  /** Names and words that a client needs; the whole pack is a file of its own. */
  @Action('mission.read')
  @Get('v1/mission')
  mission() {
    const { mission } = this.runtime.deps;
    return {
      id: mission.id,
      name: mission.name,
      leadOrganisation: mission.leadOrganisation,
      demo: this.runtime.demo,
      packDigest: mission.digest,
      ceasefireFrom: mission.ceasefireFrom,
      languages: mission.languages,
      calendar: mission.calendar,
      parties: mission.parties.map(({ id, name, adjective }) => ({ id, name, adjective })),
      sectors: mission.sectors.map(({ id, name }) => ({ id, name })),
      zones: mission.zones.map(({ id, name, kind }) => ({ id, name, kind })),
      eventKinds: mission.eventKinds.map(({ id, name, category }) => ({ id, name, category })),
      means: mission.means.map(({ id, name, by }) => ({ id, name, by })),
      weapons: mission.weapons.map(({ id, name, weaponClass }) => ({ id, name, weaponClass })),
      provisions: mission.provisions.map(({ id, number, kind, title, version }) => ({
        id,
        number,
        kind,
        title,
        version,
      })),
    };
  }

  /** The clauses of the agreement, in the languages of the pack, with what each forbids or asks for. */
  @Action('mission.read')
  @Get('v1/mission/provisions')
  provisions() {
    return { items: this.runtime.deps.mission.provisions.map(provisionAnswer) };
  }

  /** The pack as a page: ladder, clocks, and the rules by which is weighed, decided and told. */
  @Action('mission.rules')
  @Get('v1/mission/rules')
  rules() {
    return rulesAnswer(this.runtime.deps.mission);
  }

  /** Every key that signed receipts and journal heads of this store: Ed25519, 32 raw bytes in base64url. */
  @Public()
  @Get('.well-known/linewatch-receipts.json')
  async key() {
    const { signer, mission, uow } = this.runtime.deps;
    const keys = { ...(await uow.read((reads) => knownKeys(reads))), [signer.keyId]: signer.publicKey };
    return {
      mission: mission.id,
      keys: Object.entries(keys).map(([keyId, publicKey]) => ({ keyId, algorithm: 'Ed25519', publicKey })),
      signed: 'canonical JSON (RFC 8785) of the receipt without its member "signature"',
    };
  }
}
