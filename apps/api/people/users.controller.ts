import { Body, Controller, Get, Inject, Param, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { addAccount, changeAccount, listAccounts, nameOf } from '#core/access/accounts.js';
import type { Actor } from '#core/access/types.js';
import { Action } from '../http/action.js';
import { Who } from '../http/request.js';
import { RUNTIME, type ApiRuntime } from '../runtime.js';
import { accountAnswer } from './answers.js';
import { AccountChangeForm, NewAccountForm } from './forms.js';

@ApiTags('users')
@Controller('v1/users')
export class UsersController {
  constructor(@Inject(RUNTIME) private readonly runtime: ApiRuntime) {}

  /** Adds an account. A password made here and the second factor's address are in this answer and nowhere else. */
  @Action('account.manage')
  @Post()
  async add(@Who() actor: Actor, @Body() form: NewAccountForm) {
    const added = await addAccount(this.runtime.deps, this.runtime, actor, form);
    return {
      account: accountAnswer(added.account, form.displayName ?? null),
      password: added.password,
      secondFactorAddress: added.secondFactorAddress,
    };
  }

  @Action('account.list')
  @Get()
  async list(@Who() actor: Actor) {
    const all = await listAccounts(this.runtime.deps, actor);
    return { items: all.map((a) => accountAnswer(a.account, a.displayName)) };
  }

  /** Disables, enables, or changes role and scope; the account's sessions end at once. */
  @Action('account.manage')
  @Patch(':id')
  async change(@Who() actor: Actor, @Param('id') id: string, @Body() form: AccountChangeForm) {
    const account = await changeAccount(this.runtime.deps, actor, id, form);
    return accountAnswer(account, await this.runtime.deps.uow.read((reads) => nameOf(reads, id)));
  }
}
