import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { UploadParts } from '#core/ports.js';

/**
 * Parts of unfinished uploads as objects `incoming/<upload>/000017`. What is never finished is for a lifecycle rule
 * of the bucket on the prefix `incoming/`: the store knows its age, we do not.
 */
export class S3Parts implements UploadParts {
  constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
    private readonly ask: <T>(answer: Promise<T>) => Promise<T>,
  ) {}

  async put(upload: string, number: number, bytes: Uint8Array): Promise<void> {
    await this.ask(
      this.client.send(new PutObjectCommand({ Bucket: this.bucket, Key: keyOf(upload, number), Body: bytes })),
    );
  }

  async sizes(upload: string): Promise<Map<number, number>> {
    // A thousand names to a page, and no upload has more parts.
    const { Contents } = await this.ask(
      this.client.send(new ListObjectsV2Command({ Bucket: this.bucket, Prefix: `incoming/${upload}/` })),
    );
    return new Map((Contents ?? []).map(({ Key, Size }) => [Number(Key!.split('/').at(-1)), Size ?? 0]));
  }

  async *read(upload: string, numbers: readonly number[]): AsyncIterable<Uint8Array> {
    for (const number of numbers) {
      const { Body } = await this.ask(
        this.client.send(new GetObjectCommand({ Bucket: this.bucket, Key: keyOf(upload, number) })),
      );
      yield* Body as unknown as AsyncIterable<Uint8Array>;
    }
  }

  async drop(upload: string): Promise<void> {
    const numbers = [...(await this.sizes(upload)).keys()];
    if (numbers.length === 0) return;
    const Objects = numbers.map((number) => ({ Key: keyOf(upload, number) }));
    await this.ask(this.client.send(new DeleteObjectsCommand({ Bucket: this.bucket, Delete: { Objects } })));
  }
}

const keyOf = (upload: string, number: number): string => `incoming/${upload}/${String(number).padStart(6, '0')}`;
