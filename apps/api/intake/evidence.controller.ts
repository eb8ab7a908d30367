import { say } from '#core/said.js';
import { Readable } from 'node:stream';
import { Controller, Get, Headers, Inject, Param, Post, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import type { Actor } from '#core/access/types.js';
import { Problem, faultAt } from '#core/errors.js';
import { storeEvidence } from '#core/intake/evidence.js';
import { openEvidence } from '#core/intake/read.js';
import { Accepts, Action } from '../http/action.js';
import { asSigned } from '../http/credentials.js';
import { From, Who, type ApiReply, type ApiRequest, type Caller } from '../http/request.js';
import { RUNTIME, type ApiRuntime } from '../runtime.js';
import { evidenceAnswer, receiptAnswer } from './answers.js';
import { EvidenceQuery } from './forms.js';

@ApiTags('intake')
@Controller('v1/evidence')
export class EvidenceController {
  constructor(@Inject(RUNTIME) private readonly runtime: ApiRuntime) {}

  /** Takes a file as the raw body. 201 = every byte is on stable storage. */
  @Action('evidence.submit')
  @Accepts('bytes')
  @ApiHeader({ name: 'Linewatch-Evidence-Id', required: true, description: 'UUIDv7 made by the client.' })
  @ApiHeader({ name: 'Linewatch-Media-Type', required: true })
  @ApiHeader({ name: 'Linewatch-File-Name', required: false, description: 'Percent-encoded UTF-8.' })
  @Post()
  async store(
    @From() caller: Caller,
    @Req() request: ApiRequest,
    @Headers() headers: Record<string, string | undefined>,
  ) {
    const input = {
      id: headers['linewatch-evidence-id'] ?? '',
      mediaType: (headers['linewatch-media-type'] ?? '').toLowerCase(),
      name: fileName(headers['linewatch-file-name']),
    };
    const body = (request.body ?? []) as AsyncIterable<Uint8Array>;
    const { config, deps } = this.runtime;
    const stored = await storeEvidence(deps, caller.actor, input, asSigned(caller, body), config.evidenceBytes);
    return { evidence: evidenceAnswer(stored.evidence), flags: stored.flags, receipt: receiptAnswer(stored.receipt) };
  }

  /** The original bytes, as a download that no browser renders. Every reading is in the journal first. */
  @Action('evidence.read')
  @Get(':id')
  async read(
    @Who() actor: Actor,
    @Param('id') id: string,
    @Query() query: EvidenceQuery,
    @Res({ passthrough: true }) reply: ApiReply,
  ): Promise<StreamableFile> {
    const input = { id, ...(query.sighting !== undefined && { sightingId: query.sighting }) };
    const { evidence, bytes } = await openEvidence(this.runtime.deps, actor, input);
    void reply
      .header('Content-Security-Policy', "sandbox; default-src 'none'")
      .header('X-Content-Type-Options', 'nosniff')
      .header('Linewatch-Media-Type', evidence.mediaType)
      .header('Linewatch-Content-SHA256', evidence.sha256);
    return new StreamableFile(Readable.from(bytes), {
      type: 'application/octet-stream',
      disposition: attachment(evidence.name ?? evidence.id),
      length: evidence.size,
    });
  }
}

function fileName(header: string | undefined): string | null {
  if (header === undefined) return null;
  try {
    return decodeURIComponent(header);
  } catch {
    const pointers = [faultAt('/name', say`Linewatch-File-Name must be percent-encoded UTF-8.`)];
    throw new Problem('invalid_input', say`The file name cannot be read.`, pointers);
  }
}

/** RFC 6266 with RFC 8187: the name never leaves its quotes. */
function attachment(name: string): string {
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return `attachment; filename="evidence"; filename*=UTF-8''${encoded}`;
}
