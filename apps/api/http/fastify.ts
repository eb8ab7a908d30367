import { say } from '#core/said.js';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { Server as TlsServer } from 'node:tls';
import cookie from '@fastify/cookie';
import { fastify, type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { Problem } from '#core/errors.js';
import { jsonScreen } from '#formats/json-screen.js';
import { serveConsole } from '../console/serve.js';
import { serveTiles } from '../console/tiles.js';
import type { ApiRuntime } from '../runtime.js';
import { bodyTypes } from './action.js';
import { compressAnswer } from './compress.js';
import { noteThenSend } from './device-note.js';
import type { ApiMetrics } from './metrics.js';
import { asProblem, problemBody } from './problem.filter.js';
import type { ApiRequest } from './request.js';
import { safeHeaders } from './safe-headers.js';

/** A handshake takes one or two turns of the line; whoever begins none is let go after this, milliseconds. */
const handshakeMs = 30_000;

/** The HTTP server before Nest: bodies, headers, request ids and the log line per request. */
export async function makeFastify(runtime: ApiRuntime, metrics: ApiMetrics): Promise<FastifyInstance> {
  const { config, deps, logger } = runtime;
  // A proxy in front is taken for one that speaks TLS.
  const headers = safeHeaders({ tls: runtime.tls !== undefined || config.trustedProxies > 0, demo: runtime.demo });
  const server = fastify({
    logger: false,
    ...(runtime.tls && { https: { ...runtime.tls, handshakeTimeout: handshakeMs } }),
    // Hop 0 is the peer itself: so many proxies are believed, and nobody behind them.
    trustProxy: (_address, hop) => hop < config.trustedProxies,
    bodyLimit: config.bodyBytes,
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    requestTimeout: 0,
    connectionTimeout: 120_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
    genReqId: () => deps.ids.next(),
    // Addresses that no route can have never reach the filter of problems.
    frameworkErrors: (error, _request, reply) => {
      const problem = asProblem(error) ?? new Problem('invalid_input', say`The address cannot be read.`);
      reply.raw.writeHead(problem.status, { ...headers, 'Content-Type': 'application/problem+json' });
      reply.raw.end(JSON.stringify(problemBody(problem)));
    },
  } as FastifyServerOptions) as unknown as FastifyInstance;
  takeBodies(server, config.bodyBytes);
  endIdleConnections(server, config.stopSeconds);
  endSlowBodies(server, config.bodySeconds);
  await server.register(cookie);
  server.addHook('onRequest', (request, reply, done) => {
    void reply.headers(headers).header('Linewatch-Request-Id', request.id);
    done();
  });
  server.addHook('onResponse', (request, reply, done) => {
    // The route's pattern, not the address: ids and queries stay out of the log.
    const route = request.routeOptions.url ?? 'none';
    const { method } = request;
    metrics.answered(method, route, reply.statusCode, reply.elapsedTime / 1000);
    logger.info(
      {
        requestId: request.id,
        method,
        route,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        actor: (request as ApiRequest).caller?.actor.id,
      },
      'answered',
    );
    done();
  });
  // Answers that are sent as they are, most of them, wait for no promise.
  server.addHook('onSend', (request, reply, payload, pass) => {
    const { message } = (request as ApiRequest).caller ?? {};
    if (!message || reply.statusCode >= 400) pass(null, payload);
    else return noteThenSend(runtime, message, request, reply, payload);
  });
  server.addHook('onSend', compressAnswer);
  if (runtime.console) {
    serveTiles(server, runtime.tiles ?? null);
    await serveConsole(server, runtime.console, (error) =>
      logger.warn({ err: error }, 'the first look of a page could not be drawn'),
    );
  }
  return server;
}

/**
 * While the server stops, a connection whose last answer was under way is idle only after that: kept open by its
 * client it would hold up the stop until it times out. So would one that was opened ahead, as browsers do, and never
 * used: Node does not count it as idle. Whoever is not done after `seconds` is cut off, and sends again.
 */
function endIdleConnections(server: FastifyInstance, seconds: number): void {
  let stopping = false;
  const unused = new Set<Socket>();
  const keep = (socket: Socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  };
  if (server.server instanceof TlsServer) awaitHandshakes(server.server, keep, unused);
  else server.server.on('connection', keep);
  server.server.prependListener('request', ({ socket }: IncomingMessage) => unused.delete(socket));
  server.addHook('preClose', async () => {
    stopping = true;
    for (const socket of unused) socket.destroy();
    setTimeout(() => server.server.closeAllConnections(), seconds * 1000).unref();
  });
  server.addHook('onResponse', (_request, _reply, done) => {
    if (stopping) setImmediate(() => server.server.closeIdleConnections());
    done();
  });
}

/** With TLS the socket of the requests is another than the one that was accepted: until they have shaken hands, that one. */
function awaitHandshakes(server: TlsServer, keep: (socket: Socket) => void, unused: Set<Socket>): void {
  const shaking = new Map<string, Socket>();
  const peer = ({ remoteAddress, remotePort }: Socket) => `${remoteAddress} ${remotePort}`;
  server.on('connection', (socket: Socket) => {
    const from = peer(socket);
    shaking.set(from, socket);
    keep(socket);
    socket.once('close', () => shaking.delete(from));
  });
  server.on('secureConnection', (socket) => {
    const from = peer(socket);
    unused.delete(shaking.get(from)!);
    shaking.delete(from);
    keep(socket);
  });
}

/**
 * A JSON body is read before anybody is asked who they are; drop by drop it would hold its connection for ever. Streams
 * are read after that, and large files over poor links take their time.
 */
function endSlowBodies(server: FastifyInstance, seconds: number): void {
  const reading = new Map<IncomingMessage, number>();
  const look = setInterval(() => {
    const latest = performance.now() - seconds * 1000;
    for (const [raw, began] of reading) {
      if (began > latest) break; // in the order they came
      reading.delete(raw);
      raw.destroy();
    }
  }, 500).unref();
  server.addHook('onClose', async () => clearInterval(look));
  server.addHook('onRequest', ({ raw, headers }, _reply, done) => {
    const type = headers['content-type'];
    const isBody = headers['content-length'] !== '0' && raw.method !== 'GET' && raw.method !== 'HEAD';
    if (isBody && type !== bodyTypes.ndjson && type !== bodyTypes.bytes) reading.set(raw, performance.now());
    done();
  });
  server.addHook('preValidation', ({ raw }, _reply, done) => {
    reading.delete(raw);
    done();
  });
  server.addHook('onResponse', ({ raw }, _reply, done) => {
    reading.delete(raw);
    done();
  });
  server.addHook('onRequestAbort', ({ raw }, done) => {
    reading.delete(raw);
    done();
  });
}

/** JSON is parsed and its bytes are kept for signatures; two other types pass as streams; nothing else is taken. */
function takeBodies(server: FastifyInstance, bodyLimit: number): void {
  server.removeAllContentTypeParsers();
  const parse = server.getDefaultJsonParser('error', 'error');
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  server.addContentTypeParser(bodyTypes.json, { parseAs: 'buffer', bodyLimit }, (request, body, done) => {
    (request as ApiRequest).rawBytes = body as Buffer;
    let text: string;
    try {
      text = utf8.decode(body as Buffer);
    } catch {
      done(new Problem('invalid_input', say`The body is not valid UTF-8.`));
      return;
    }
    const unfit = jsonScreen(text);
    if (unfit !== null) done(new Problem('invalid_input', unfit));
    else void parse(request, text, done);
  });
  for (const type of [bodyTypes.ndjson, bodyTypes.bytes]) {
    server.addContentTypeParser(type, (_request, payload, done) => done(null, payload));
  }
}
