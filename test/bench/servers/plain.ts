/**
 * The plain design: a Nest controller that checks a form, saves one entity by TypeORM and adds one job to BullMQ, in
 * each request. SQLite runs in WAL with synchronous=FULL, as durable as ours; there is no sign-in, no receipt and no journal.
 */
import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { Body, Controller, Module, Post, ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Queue } from 'bullmq';
import { Type } from 'class-transformer';
import { IsInt, IsISO8601, IsNumber, IsString, IsUUID, MaxLength, ValidateNested } from 'class-validator';
import { Column, DataSource, type DataSourceOptions, Entity, Index, PrimaryColumn } from 'typeorm';
import { serve } from './serve.js';

class PlaceForm {
  @IsString() type: string;
  @IsNumber() lat: number;
  @IsNumber() lon: number;
  @IsNumber() precisionMetres: number;
}

class ReportForm {
  @IsUUID() id: string;
  @IsString() kind: string;
  @IsString() means: string;
  @IsISO8601() start: string;
  @IsISO8601() end: string;
  @ValidateNested() @Type(() => PlaceForm) place: PlaceForm;
  @IsInt() count: number;
  @IsString() @MaxLength(50_000) text: string;
  @IsString() patrolId: string;
}

@Entity()
class Report {
  @PrimaryColumn('text') id: string;
  @Column('text') kind: string;
  @Column('text') means: string;
  @Index() @Column('text') start: string;
  @Column('text') end: string;
  @Column('simple-json') place: PlaceForm;
  @Column('integer') count: number;
  @Column('text') text: string;
  @Column('text') patrolId: string;
  @Column('text') receivedAt: string;
}

interface PlainSettings {
  /** File of SQLite, or address of PostgreSQL. */
  file: string | null;
  databaseUrl: string | null;
  redisUrl: string;
}

await serve<PlainSettings>(async ({ file, databaseUrl, redisUrl }) => {
  const options: DataSourceOptions = databaseUrl
    ? { type: 'postgres', url: databaseUrl, poolSize: 16, entities: [Report], synchronize: true }
    : {
        type: 'better-sqlite3',
        database: file!,
        enableWAL: true,
        prepareDatabase: async (db: { pragma(text: string): unknown }) => void db.pragma('synchronous = FULL'),
        entities: [Report],
        synchronize: true,
      };
  const source = await new DataSource(options).initialize();
  const reports = source.getRepository(Report);
  const queue = new Queue('reports', { connection: { url: redisUrl } });

  @Controller('v1/reports')
  class ReportsController {
    @Post()
    async take(@Body() form: ReportForm) {
      const saved = await reports.save({ ...form, receivedAt: new Date().toISOString() });
      await queue.add('fuse', { id: saved.id });
      return { id: saved.id, receivedAt: saved.receivedAt };
    }
  }
  @Module({ controllers: [ReportsController] })
  class PlainModule {}

  const app = await NestFactory.create<NestFastifyApplication>(PlainModule, new FastifyAdapter(), { logger: false });
  app.useGlobalPipes(new ValidationPipe({ transform: true, whitelist: true }));
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    async close() {
      await app.close();
      await queue.close();
      await source.destroy();
    },
  };
});
