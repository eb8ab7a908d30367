import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { mergeMap, type Observable } from 'rxjs';
import { noteDeviceMessage } from '#core/access/device-messages.js';
import { RUNTIME, type ApiRuntime } from '../runtime.js';
import type { ApiRequest } from './request.js';

/** After what a device brought is stored, and before it is told so, its sequence number counts as used. */
@Injectable()
export class DeviceInterceptor implements NestInterceptor {
  constructor(@Inject(RUNTIME) private readonly runtime: ApiRuntime) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const message = context.switchToHttp().getRequest<ApiRequest>().caller?.message;
    if (!message) return next.handle();
    return next.handle().pipe(
      mergeMap(async (answer: unknown) => {
        await noteDeviceMessage(this.runtime.deps, message);
        return answer;
      }),
    );
  }
}
