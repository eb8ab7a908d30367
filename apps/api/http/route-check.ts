import { Inject, Injectable, RequestMethod, type OnModuleInit } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { policy } from '#core/access/policy.js';
import { ACTION, PUBLIC } from './action.js';

/** The start fails where a route names neither an action of the policy table nor says that it is public. */
@Injectable()
export class RouteCheck implements OnModuleInit {
  constructor(
    @Inject(DiscoveryService) private readonly discovery: DiscoveryService,
    @Inject(MetadataScanner) private readonly scanner: MetadataScanner,
    @Inject(Reflector) private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    const open = this.discovery.getControllers().flatMap(({ instance, name }) => {
      const prototype = Object.getPrototypeOf(instance) as Record<string, () => unknown>;
      return this.scanner.getAllMethodNames(prototype).flatMap((method) => {
        const handler = prototype[method]!;
        if (this.reflector.get<RequestMethod | undefined>(METHOD_METADATA, handler) === undefined) return [];
        const action = this.reflector.get<string | undefined>(ACTION, handler);
        const isPublic = this.reflector.get<boolean | undefined>(PUBLIC, handler) === true;
        const declared = action === undefined ? isPublic : !isPublic && Object.hasOwn(policy, action);
        return declared ? [] : [`${name}.${method}`];
      });
    });
    if (open.length > 0) throw new Error(`Routes without exactly one of @Action and @Public: ${open.join(', ')}`);
  }
}
