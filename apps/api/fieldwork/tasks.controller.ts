import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#core/access/types.js';
import { listAssignees } from '#core/verification/requests/assignees.js';
import { listTasks, readTasksOf } from '#core/verification/requests/read.js';
import { acceptTask, answerTask, requestTask, withdrawTask } from '#core/verification/requests/tasks.js';
import { Action } from '../http/action.js';
import { Who } from '../http/request.js';
import { ReasonForm } from '../cases/forms.js';
import { RUNTIME, type ApiRuntime } from '../runtime.js';
import { assigneeAnswer, coverageAnswer, fieldTaskAnswer, namedTaskAnswer } from './answers.js';
import { FieldTaskAnswerForm, FieldTaskForm, TaskQuery } from './forms.js';

@ApiTags('fieldwork')
@Controller('v1')
export class TasksController {
  constructor(@Inject(RUNTIME) private readonly runtime: ApiRuntime) {}

  /** Sends a patrol or a drone to one place of an incident, by a stated time. */
  @Action('fieldtask.request')
  @Post('incidents/:id/tasks')
  async request(@Who() actor: Actor, @Param('id') incidentId: string, @Body() form: FieldTaskForm) {
    return fieldTaskAnswer(await requestTask(this.runtime.deps, actor, { ...form, incidentId }));
  }

  /** "3 of 5 places reached", with the reason for each other one. */
  @Action('incident.read')
  @Get('incidents/:id/tasks')
  async ofIncident(@Who() actor: Actor, @Param('id') incidentId: string) {
    const { tasks, coverage } = await readTasksOf(this.runtime.deps, actor, incidentId);
    return { tasks: tasks.map(fieldTaskAnswer), coverage: coverageAnswer(coverage) };
  }

  /** Who can be sent to a place of it. */
  @Action('fieldtask.request')
  @Get('incidents/:id/assignees')
  async assignees(@Who() actor: Actor, @Param('id') incidentId: string) {
    return { items: (await listAssignees(this.runtime.deps, actor, incidentId)).map(assigneeAnswer) };
  }

  /** One's own tasks, or those of one's sectors; soonest due first. */
  @Action('fieldtask.read')
  @Get('tasks')
  async list(@Who() actor: Actor, @Query() query: TaskQuery) {
    const page = await listTasks(this.runtime.deps, actor, { ...query, limit: query.limit ?? 50 });
    return { items: page.items.map(namedTaskAnswer), next: page.next };
  }

  @Action('fieldtask.answer')
  @Post('tasks/:id/accept')
  @HttpCode(200)
  async accept(@Who() actor: Actor, @Param('id') taskId: string) {
    return fieldTaskAnswer(await acceptTask(this.runtime.deps, actor, { taskId }));
  }

  /** Reached, with the sighting that tells what was found; or not, and why. */
  @Action('fieldtask.answer')
  @Post('tasks/:id/answer')
  @HttpCode(200)
  async answer(@Who() actor: Actor, @Param('id') taskId: string, @Body() form: FieldTaskAnswerForm) {
    return fieldTaskAnswer(await answerTask(this.runtime.deps, actor, { taskId, ...form }));
  }

  @Action('fieldtask.request')
  @Post('tasks/:id/withdraw')
  @HttpCode(200)
  async withdraw(@Who() actor: Actor, @Param('id') taskId: string, @Body() form: ReasonForm) {
    return fieldTaskAnswer(await withdrawTask(this.runtime.deps, actor, { taskId, ...form }));
  }
}
