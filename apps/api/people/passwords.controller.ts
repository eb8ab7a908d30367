import { Body, Controller, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { changeOwnPassword, resetAccount, useReset } from '#core/access/credentials.js';
import { beginSecondFactor, confirmSecondFactor } from '#core/access/enrolment.js';
import { nothingHere } from '#core/access/policy.js';
import type { Security } from '#core/access/signin.js';
import type { Actor } from '#core/access/types.js';
import { Action, Despite, Public } from '../http/action.js';
import { From, Who, type ApiRequest, type Caller } from '../http/request.js';
import { RUNTIME, SECURITY, type ApiRuntime } from '../runtime.js';
import { FactorCodeForm, NewFactorForm, PasswordForm, ResetForm, UseResetForm } from './forms.js';

@ApiTags('users')
@Controller('v1')
export class PasswordsController {
  constructor(
    @Inject(RUNTIME) private readonly runtime: ApiRuntime,
    @Inject(SECURITY) private readonly security: Security,
  ) {}

  /** Changes one's own password; every other session of one's own ends. */
  @Action('session.own')
  @Despite('password', 'second_factor')
  @Post('me/password')
  @HttpCode(204)
  async change(@From() caller: Caller, @Req() request: ApiRequest, @Body() form: PasswordForm): Promise<void> {
    const { actor, session } = caller;
    if (!session) throw nothingHere();
    await changeOwnPassword(this.runtime.deps, this.security, { actor, session, source: request.ip }, form);
  }

  /** Begins a second factor for one's own account, which has none. Its address is in this answer and nowhere else. */
  @Action('session.own')
  @Despite('second_factor')
  @Post('me/second-factor')
  @HttpCode(200)
  async beginFactor(@From() caller: Caller, @Req() request: ApiRequest, @Body() form: NewFactorForm) {
    const { actor, session } = caller;
    if (!session) throw nothingHere();
    const by = { actor, session, source: request.ip };
    return { secondFactorAddress: await beginSecondFactor(this.runtime.deps, this.security, by, form) };
  }

  /** Puts the second factor that was begun in this session into force; every other session of one's own ends. */
  @Action('session.own')
  @Despite('second_factor')
  @Post('me/second-factor/confirm')
  @HttpCode(204)
  async confirmFactor(@From() caller: Caller, @Body() form: FactorCodeForm): Promise<void> {
    const { actor, session } = caller;
    if (!session) throw nothingHere();
    await confirmSecondFactor(this.runtime.deps, this.security, { actor, session }, form);
  }

  /** Ends somebody's sessions and password. The token, good once and for a day, is in this answer and nowhere else. */
  @Action('account.reset')
  @Post('users/:id/reset')
  @HttpCode(200)
  async reset(@Who() actor: Actor, @Param('id') accountId: string, @Body() form: ResetForm) {
    const { token, expiresAt } = await resetAccount(this.runtime.deps, this.security, actor, { ...form, accountId });
    return { token, expiresAt };
  }

  /** Chooses a password with the token of a reset. A new second factor's address is in this answer and nowhere else. */
  @Public()
  @Post('password-resets')
  @HttpCode(200)
  async use(@Body() form: UseResetForm) {
    const { loginName, secondFactorAddress } = await useReset(this.runtime.deps, this.security, form);
    return { loginName, secondFactorAddress };
  }
}
