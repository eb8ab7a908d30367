import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { addDevice, disableDevice, listDevices } from '#core/access/devices.js';
import type { Actor } from '#core/access/types.js';
import { Action } from '../http/action.js';
import { Who } from '../http/request.js';
import { RUNTIME, type ApiRuntime } from '../runtime.js';
import { deviceAnswer } from './answers.js';
import { NewDeviceForm } from './forms.js';

@ApiTags('devices')
@Controller('v1/devices')
export class DevicesController {
  constructor(@Inject(RUNTIME) private readonly runtime: ApiRuntime) {}

  @Action('device.manage')
  @Post()
  async add(@Who() actor: Actor, @Body() form: NewDeviceForm) {
    return deviceAnswer(await addDevice(this.runtime.deps, actor, form));
  }

  @Action('device.manage')
  @Get()
  async list(@Who() actor: Actor) {
    return { items: (await listDevices(this.runtime.deps, actor)).map(deviceAnswer) };
  }

  /** Takes a device out of service; what it sent stays. */
  @Action('device.manage')
  @Delete(':id')
  @HttpCode(204)
  async disable(@Who() actor: Actor, @Param('id') id: string): Promise<void> {
    await disableDevice(this.runtime.deps, actor, id);
  }
}
