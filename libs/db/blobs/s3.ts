import { say } from '#core/said.js';
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Problem } from '#core/errors.js';
import type { BlobStore, UploadParts } from '#core/ports.js';
import { S3Parts } from './s3-parts.js';

export interface S3Place {
  endpoint: string;
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

const sha256Form = /^[0-9a-f]{64}$/;

/**
 * Reads `s3+https://KEY:SECRET@host[:port]/bucket?region=…` (`s3+http` for a store on this machine).
 * @throws Error that says what is missing and repeats no secret
 */
export function parseS3Address(address: string): S3Place {
  const url = new URL(address.replace(/^s3\+/, ''));
  const bucket = url.pathname.slice(1);
  if (!bucket || bucket.includes('/')) throw new Error('The S3 address must name one bucket after the host');
  if (!url.username || !url.password) throw new Error('The S3 address must hold KEY:SECRET@ before the host');
  return {
    endpoint: `${url.protocol}//${url.host}`,
    bucket,
    region: url.searchParams.get('region') ?? 'us-east-1',
    accessKeyId: decodeURIComponent(url.username),
    secretAccessKey: decodeURIComponent(url.password),
  };
}

/**
 * Blobs as objects `ab/cd/<sha256>` of an S3-compatible store. The bytes pass through a file of this machine,
 * since their name is known only at their end; the store checks their SHA-256 before it answers, and `put`
 * returns only then.
 * @param ca authorities (PEM) that alone are trusted for a store with TLS, null for those of Node.js
 */
export function openS3Blobs(place: S3Place, ca: string | null = null): BlobStore & { close(): void } {
  const client = new S3Client({
    endpoint: place.endpoint,
    region: place.region,
    credentials: { accessKeyId: place.accessKeyId, secretAccessKey: place.secretAccessKey },
    forcePathStyle: true,
    requestHandler: { httpsAgent: { rejectUnauthorized: true, ...(ca !== null && { ca }) } },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  return new S3Blobs(client, place.bucket);
}

class S3Blobs implements BlobStore {
  readonly parts: UploadParts;

  constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
  ) {
    this.parts = new S3Parts(client, bucket, (answer) => this.ask(answer));
  }

  async put(bytes: AsyncIterable<Uint8Array>, limit: number): ReturnType<BlobStore['put']> {
    const folder = await mkdtemp(join(tmpdir(), 'linewatch-blob-'));
    const path = join(folder, randomUUID());
    try {
      const { sha256, size } = await receive(path, bytes, limit);
      if ((await this.sizeOf(sha256)) === size) return { sha256, size, existed: true };
      await this.client.send(
        new PutObjectCommand({
          Bucket: this.bucket,
          Key: keyOf(sha256),
          Body: createReadStream(path),
          ContentLength: size,
          ContentType: 'application/octet-stream',
          ChecksumSHA256: Buffer.from(sha256, 'hex').toString('base64'),
        }),
      );
      return { sha256, size, existed: false };
    } catch (error) {
      throw asProblem(error);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async get(sha256: string): Promise<AsyncIterable<Uint8Array>> {
    const body = await this.open(sha256);
    if (!body) throw new Problem('not_found', say`There is no file with SHA-256 ${sha256}`);
    return body;
  }

  async check(sha256: string): Promise<'ok' | 'missing' | 'damaged'> {
    const body = await this.open(sha256);
    if (!body) return 'missing';
    const hash = createHash('sha256');
    for await (const chunk of body) hash.update(chunk);
    return hash.digest('hex') === sha256 ? 'ok' : 'damaged';
  }

  /** In ascending order. */
  async *list(): AsyncIterable<string> {
    let token: string | undefined;
    do {
      const page = await this.ask(
        this.client.send(new ListObjectsV2Command({ Bucket: this.bucket, ContinuationToken: token })),
      );
      for (const { Key } of page.Contents ?? []) {
        const name = Key?.split('/').at(-1) ?? '';
        if (sha256Form.test(name)) yield name;
      }
      token = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (token !== undefined);
  }

  close(): void {
    this.client.destroy();
  }

  private async sizeOf(sha256: string): Promise<number | null> {
    const found = await this.client
      .send(new HeadObjectCommand({ Bucket: this.bucket, Key: keyOf(sha256) }))
      .catch(absent);
    return found?.ContentLength ?? null;
  }

  private async open(sha256: string): Promise<AsyncIterable<Uint8Array> | null> {
    if (!sha256Form.test(sha256)) return null;
    const command = new GetObjectCommand({ Bucket: this.bucket, Key: keyOf(sha256) });
    const found = await this.ask(this.client.send(command).catch(absent));
    return found ? (found.Body as unknown as AsyncIterable<Uint8Array>) : null;
  }

  private async ask<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      throw asProblem(error);
    }
  }
}

function keyOf(sha256: string): string {
  return `${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;
}

/** Streams into `path` while hashing. */
async function receive(path: string, bytes: AsyncIterable<Uint8Array>, limit: number) {
  const hash = createHash('sha256');
  let size = 0;
  const handle = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of bytes) {
      size += chunk.byteLength;
      if (size > limit) throw new Problem('too_large', say`The file is larger than the ${limit} bytes allowed`);
      hash.update(chunk);
      await handle.writeFile(chunk);
    }
  } finally {
    await handle.close();
  }
  return { sha256: hash.digest('hex'), size };
}

function absent(error: unknown): null {
  if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return null;
  throw error;
}

/** What the store refuses or does not answer may pass: the client is told to come again. */
function asProblem(error: unknown): unknown {
  if (error instanceof Problem) return error;
  const name = (error as Error | null)?.name ?? 'unknown';
  // Every sentence of Node.js about a certificate that it does not believe has the word.
  const [trouble] = /certificate|Timeout|Network|ECONN|EPIPE|Abort/.exec(`${name} ${String(error)}`) ?? [];
  if (error instanceof S3ServiceException || trouble !== undefined) {
    const told = trouble === 'certificate' ? trouble : name;
    return new Problem('unavailable', say`The evidence store cannot take or give the file now (${told})`);
  }
  return error;
}
