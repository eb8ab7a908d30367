/** docker-compose.yml against the program and the guide, as far as files tell: no container is started. */
import { spawnSync } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { parseS3Address } from '#db/blobs/s3.js';
import { readEnvironment } from '#host/environment.js';
import { defaultConfig } from '../../apps/api/runtime.js';
import { makeAuthority } from '../setup/certificates.js';
import { readOptions } from '../../apps/standalone/options.js';
import { apiFlags } from '../bench/children.js';

interface Service {
  image: string;
  command?: string[];
  entrypoint?: string[];
  environment?: Record<string, string>;
  secrets?: string[];
  volumes?: string[];
  ports?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  stop_grace_period?: string;
  user?: string;
  read_only?: boolean;
  build?: string;
}

interface Compose {
  services: Record<string, Service>;
  volumes: Record<string, null>;
  secrets: Record<string, { file: string }>;
}

const read = (file: string): string => readFileSync(file, 'utf8');
const compose = parse(read('docker-compose.yml'), { merge: true }) as Compose;
const guide = read('docs/production-guide.md');
const services = Object.entries(compose.services);
const ofProgram = services.filter(([, service]) => service.build !== undefined);
/** What a container is told to run, first its image's own words where the service adds to them. */
const words = (service: Service): string[] => [...(service.entrypoint ?? []), ...(service.command ?? [])];

/** Contents of the secrets' files as the guide makes them, with a word in place of each made-up password. */
function secretsOfGuide(): Record<string, string> {
  const made: Record<string, string> = {};
  for (const [, names = ''] of guide.matchAll(/^for name in ([\w ]+); do openssl rand/gm))
    for (const name of names.split(' ')) made[name] = 'word';
  for (const [, text = '', file = ''] of guide.matchAll(/^echo (\S+) > (\w+)$/gm)) made[file] = text;
  for (const [, text = '', file = ''] of guide.matchAll(/^printf '([^']+)' .*> (\w+)$/gm))
    made[file] = text.replaceAll('%s', 'word');
  for (const [, file = ''] of guide.matchAll(/-out (\w+\.pem)$/gm)) made[file] = '';
  for (const [, file = ''] of guide.matchAll(/cp \S+ (\w+\.pem)/g)) made[file] = '';
  expect(guide).toContain('\n../deploy/certificates.sh ');
  for (const file of ofCertificates()) made[file] = '';
  const inside = makeAuthority('inside');
  const ofApi = inside.issue('api');
  Object.assign(made, { 'inside_ca.pem': inside.certificate });
  Object.assign(made, { 'api_certificate.pem': ofApi.certificate, 'api_key.pem': ofApi.key });
  return made;
}

/** Files that the script for the lines inside says it writes: test/architecture/deploy.test.ts runs it. */
function ofCertificates(): string[] {
  const kinds = [...read('deploy/certificates.sh').matchAll(/^issue (\w+) /gm)].map(([, kind]) => kind!);
  return kinds.flatMap((kind) => [`${kind}_certificate.pem`, `${kind}_key.pem`]);
}

describe('docker-compose.yml', () => {
  it('names only services, volumes, secrets and files that there are', () => {
    for (const [name, { depends_on = {}, secrets = [], volumes = [] }] of services) {
      for (const [other, { condition }] of Object.entries(depends_on)) {
        expect(`${name} waits for ${other in compose.services ? other : 'nobody'}`).toBe(`${name} waits for ${other}`);
        if (condition === 'service_healthy') expect(compose.services[other]!.healthcheck?.test).toBeDefined();
      }
      for (const secret of secrets) expect(Object.keys(compose.secrets)).toContain(secret);
      for (const volume of volumes) {
        const [from = ''] = volume.split(':');
        if (from.startsWith('./')) expect([name, from, existsSync(from)]).toEqual([name, from, true]);
        else expect(Object.keys(compose.volumes)).toContain(from);
      }
    }
  });

  it('gives every service the secrets that its command, health check and files read, and the guide makes each', () => {
    const made = Object.keys(secretsOfGuide()).sort();
    expect(
      Object.values(compose.secrets)
        .map(({ file }) => file.replace('./secrets/', ''))
        .sort(),
    ).toEqual(made);
    for (const [name, service] of services) {
      const texts = [JSON.stringify([words(service), service.healthcheck, service.environment])];
      for (const volume of service.volumes ?? []) {
        const [from = '', to = ''] = volume.split(':');
        const started = words(service).filter((word) => word.startsWith(`${to}/`));
        if (from.startsWith('./') && /\.\w+$|file$/.test(from)) texts.push(read(from));
        else if (from.startsWith('./')) texts.push(...started.map((word) => read(from + word.slice(to.length))));
      }
      const used = texts.flatMap((text) => [...text.matchAll(/\/run\/secrets\/(\w+)/g)].map(([, secret]) => secret!));
      expect([name, [...new Set(used)].sort()]).toEqual([name, [...(service.secrets ?? [])].sort()]);
    }
  });

  it('starts scripts that can be started, and that a shell can read', () => {
    const scripts = services.flatMap(([, service]) =>
      (service.volumes ?? []).flatMap((volume) => {
        const [from = '', to = ''] = volume.split(':');
        if (from.endsWith('.sh')) return [from];
        return words(service)
          .filter((word) => from.startsWith('./') && word.startsWith(`${to}/`))
          .map((word) => from + word.slice(to.length));
      }),
    );
    expect(new Set(scripts).size).toBe(5);
    for (const script of new Set(scripts)) {
      expect(() => accessSync(script, constants.X_OK)).not.toThrow();
      expect(spawnSync('sh', ['-n', script]).status).toBe(0);
    }
  });

  it('pins each version and runs nothing as root but what gives a new volume away', () => {
    for (const [name, { image }] of services) expect([name, /:(?!latest)[\w.-]+$/.test(image)]).toEqual([name, true]);
    const withoutUser = services.filter(([, { user }]) => user === undefined).map(([name]) => name);
    // Linewatch's own image says its user itself.
    expect(read('Dockerfile')).toMatch(/^USER linewatch$/m);
    expect(withoutUser.sort()).toEqual([...ofProgram.map(([name]) => name), 'objects-owner'].sort());
  });

  it('hands the program settings and options that it takes, and addresses of services that there are', () => {
    const folder = mkdtempSync(join(tmpdir(), 'linewatch-compose-'));
    try {
      const secrets = secretsOfGuide();
      for (const [file, text] of Object.entries(secrets)) writeFileSync(join(folder, file), text);
      expect(ofProgram.map(([name]) => name)).toEqual(['migrate', 'api', 'worker']);
      for (const [name, service] of ofProgram) {
        const own = Object.entries(service.environment ?? {}).map(([name, value]) => {
          const secret = /^\/run\/secrets\/(\w+)$/.exec(value)?.[1];
          return [name, secret ? join(folder, compose.secrets[secret]!.file.replace('./secrets/', '')) : value];
        });
        const environment = readEnvironment({ ...imageSettings(), ...Object.fromEntries(own) }, process.cwd());
        expect(existsSync(join(environment.missionDir, 'mission.yaml'))).toBe(true);
        expect(environment).toMatchObject({ dataDir: '/data', host: '0.0.0.0', port: 8080, trustedProxies: 1 });
        expect(environment.secondFactor).toBe('required');
        // Whoever serves does so by TLS: with what the proxy asks for.
        expect([name, environment.ownTls?.names]).toEqual([name, name === 'api' ? ['api'] : undefined]);
        expect(environment).toMatchObject({ insideTls: 'required', insideCa: secrets['inside_ca.pem']!.trim() });
        expect(
          compose.services[parseS3Address(environment.evidenceUrl!).endpoint.replace(/^.*\/\/|:\d+$/g, '')],
        ).toBeDefined();
        for (const url of [environment.databaseUrl!, environment.redisUrl!])
          for (const host of /@([^/]+)\//.exec(url)![1]!.split(','))
            expect(Object.keys(compose.services)).toContain(host);
        const [node, ...given] = service.command!;
        const flags = given.slice(
          0,
          given.findIndex((word) => !word.startsWith('--')),
        );
        const [file = '', ...options] = given.slice(flags.length);
        expect(node).toBe('node');
        expect([name, flags]).toEqual([name, name === 'api' ? apiFlags : []]);
        expect(existsSync(file.replace(/^dist\//, '').replace(/\.js$/, '.ts'))).toBe(true);
        expect(readOptions(options).role).toBe(options[options.indexOf('--role') + 1]);
      }
      expect(compose.services['objects-bucket']!.command!.join(' ')).toContain(
        `store${new URL(secrets['evidence_url']!.replace('s3+', '')).pathname}`,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('asks after health where the program answers, through the proxy as well, and stops no request under way', () => {
    const paths = Object.keys((JSON.parse(read('apps/api/openapi.json')) as { paths: object }).paths);
    const { api, proxy } = compose.services as Record<'api' | 'proxy', Service>;
    const caddy = read('deploy/Caddyfile');
    for (const [service, port] of [
      [api, '8080'],
      [proxy, /^:(\d+) \{/m.exec(caddy)![1]],
    ] as const) {
      const [, asked, path] = /https?:\/\/127\.0\.0\.1:(\d+)(\/[\w/-]+)/.exec(service.healthcheck!.test.join(' '))!;
      expect(asked).toBe(port);
      expect(paths).toContain(path);
    }
    expect(caddy).toMatch(/name api\s+port 8080/);
    expect(caddy).toMatch(/\btls\s+tls_trust_pool file \/run\/secrets\/inside_ca\s[^}]*tls_server_name api\n/);
    expect(caddy).not.toContain('insecure');
    expect(proxy.ports).toEqual([`443:${/^:(\d+) \{/m.exec(caddy)![1]}`]);
    for (const name of ['api', 'worker'])
      expect(parseInt(compose.services[name]!.stop_grace_period!, 10)).toBeGreaterThan(defaultConfig.stopSeconds);
  });
});

describe('Dockerfile', () => {
  it('copies only what the repository or its build has', () => {
    const text = read('Dockerfile');
    const ignored = read('.dockerignore').split('\n').filter(Boolean);
    for (const [, sources = ''] of text.matchAll(/^COPY (?!--from)(.*) \S+$/gm))
      for (const source of sources.split(' ')) expect([source, existsSync(source)]).toEqual([source, true]);
    for (const [, source = ''] of text.matchAll(/^COPY --from=build \S+ \/app\/(\S+) \S+$/gm)) {
      const [folder = ''] = source.split('/*');
      expect([source, existsSync(folder) || folder === 'dist']).toEqual([source, true]);
      if (!['dist', 'node_modules'].includes(folder)) expect(ignored).not.toContain(folder);
    }
  });

  it('leaves out no package that the program loads', () => {
    expect(read('Dockerfile')).toContain('npm prune --omit=dev');
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
    const loaded = new Set<string>();
    for (const root of ['apps/api', 'apps/worker', 'apps/standalone', 'apps/cli', 'libs'])
      for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
        if (!file.endsWith('.ts') || /\.(test|fixture|d)\.ts$|(^|\/)testing\//.test(file)) continue;
        // Types leave nothing behind in what is built.
        const text = read(join(root, file)).replace(/^(import|export) type [^;]*;/gm, '');
        for (const [, name = ''] of text.matchAll(/(?:from|import|import\() ?'((?:@[\w.-]+\/)?[\w-][\w.-]*)/g))
          loaded.add(name);
      }
    expect(loaded).toContain('bullmq');
    expect(
      [...loaded].filter((name) => !(name in dependencies) && !builtinModules.includes(name) && name !== 'node'),
    ).toEqual([]);
  });
});

/** Settings that the image has by itself. */
function imageSettings(): Record<string, string> {
  const [, line = ''] = /^ENV (.*)$/m.exec(read('Dockerfile'))!;
  return Object.fromEntries(line.split(' ').map((pair) => pair.split('=') as [string, string]));
}
