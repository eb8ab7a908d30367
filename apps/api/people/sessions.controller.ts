import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { nameOf } from '#core/access/accounts.js';
import { dutyOf } from '#core/access/duties.js';
import { nothingHere } from '#core/access/policy.js';
import { listSessions, signOut, signOutOne } from '#core/access/sessions.js';
import { signIn, type Security } from '#core/access/signin.js';
import type { Actor } from '#core/access/types.js';
import { Action, Despite, Public } from '../http/action.js';
import { sessionCookie } from '../http/credentials.js';
import { From, Who, type ApiReply, type ApiRequest, type Caller } from '../http/request.js';
import { RUNTIME, SECURITY, type ApiRuntime } from '../runtime.js';
import { accountAnswer, meAnswer, sessionAnswer } from './answers.js';
import { SignInForm } from './forms.js';

const cookieOptions = { path: '/', secure: true, httpOnly: true, sameSite: 'strict' } as const;

@ApiTags('sessions')
@Controller('v1')
export class SessionsController {
  constructor(
    @Inject(RUNTIME) private readonly runtime: ApiRuntime,
    @Inject(SECURITY) private readonly security: Security,
  ) {}

  /** Signs in. With `delivery: "cookie"` the token is only in the cookie, where no script can read it. */
  @Public()
  @Post('sessions')
  async open(@Body() form: SignInForm, @Req() request: ApiRequest, @Res({ passthrough: true }) reply: ApiReply) {
    const { deps } = this.runtime;
    const userAgent = request.headers['user-agent']?.slice(0, 300) ?? null;
    const from = { source: request.ip, ...(userAgent !== null && { userAgent }) };
    const { token, session, account } = await signIn(deps, this.security, { ...form, ...from });
    const displayName = await deps.uow.read((reads) => nameOf(reads, account.id));
    if (form.delivery === 'cookie') {
      void reply.setCookie(sessionCookie, token, { ...cookieOptions, expires: new Date(session.expiresAt) });
    }
    return {
      ...(form.delivery === 'bearer' && { token }),
      session: sessionAnswer(session, session, userAgent),
      account: accountAnswer(account, displayName),
      /** What is to be done before anything else is possible. */
      duty: dutyOf(account, this.runtime.secondFactorRule),
    };
  }

  @Action('session.own')
  @Get('sessions')
  async list(@From() caller: Caller) {
    const sessions = await listSessions(this.runtime.deps, caller.actor);
    return { items: sessions.map((s) => sessionAnswer(s.session, caller.session, s.userAgent)) };
  }

  /** Signs out here. */
  @Action('session.own')
  @Despite('password', 'second_factor')
  @Delete('sessions/current')
  @HttpCode(204)
  async close(@From() caller: Caller, @Res({ passthrough: true }) reply: ApiReply): Promise<void> {
    if (!caller.session) throw nothingHere();
    await signOut(this.runtime.deps, caller.actor, caller.session);
    void reply.clearCookie(sessionCookie, cookieOptions);
  }

  /** Signs out in one place, by the id that the list gives. */
  @Action('session.own')
  @Delete('sessions/:id')
  @HttpCode(204)
  async closeOne(
    @From() caller: Caller,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: ApiReply,
  ): Promise<void> {
    const ended = await signOutOne(this.runtime.deps, caller.actor, id);
    if (ended.tokenHash === caller.session?.tokenHash) void reply.clearCookie(sessionCookie, cookieOptions);
  }

  /** Signs out everywhere. */
  @Action('session.own')
  @Despite('password', 'second_factor')
  @Delete('sessions')
  @HttpCode(204)
  async closeAll(@Who() actor: Actor, @Res({ passthrough: true }) reply: ApiReply): Promise<void> {
    await signOut(this.runtime.deps, actor, 'everywhere');
    void reply.clearCookie(sessionCookie, cookieOptions);
  }

  @Action('session.own')
  @Despite('password', 'second_factor')
  @Get('me')
  async me(@Who() actor: Actor) {
    const [account, name] = await this.runtime.deps.uow.read(async (reads) => [
      await reads.accounts.get(actor.id),
      await nameOf(reads, actor.id),
    ]);
    if (!account) throw nothingHere();
    return meAnswer(account, name, dutyOf(account, this.runtime.secondFactorRule));
  }
}
