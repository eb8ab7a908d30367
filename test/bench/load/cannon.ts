/** The load generator: sends reports that are all different over so many connections, and tells what came back. */
import autocannon from 'autocannon';
import { type ReportSeed, reportMaker } from './reports.js';

export interface CannonSettings {
  url: string;
  path: string;
  tokens: string[];
  connections: number;
  seconds: number;
  seed: ReportSeed;
  /** Makes the reports of one run other than those of another. */
  number: number;
}

export interface CannonResult {
  /** Answers 2xx a second. */
  perSecond: number;
  /** All other answers, errors and timeouts. */
  failed: number;
  p50: number;
  p99: number;
}

const settings = JSON.parse(process.argv[2]!) as CannonSettings;
const make = reportMaker(settings.seed, settings.number);
const result = await autocannon({
  url: settings.url,
  connections: settings.connections,
  duration: settings.seconds,
  requests: settings.tokens.map((token) => ({
    method: 'POST',
    path: settings.path,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    setupRequest: (request) => ({ ...request, body: JSON.stringify(make()) }),
  })),
});
const said: CannonResult = {
  perSecond: result['2xx'] / result.duration,
  failed: result.non2xx + result.errors + result.timeouts,
  p50: result.latency.p50,
  p99: result.latency.p99,
};
process.send!(said);
