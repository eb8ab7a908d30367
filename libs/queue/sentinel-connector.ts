import { SentinelConnector } from 'ioredis';

/**
 * Asks Sentinels for the master, and follows their word that it moved. The library's own connector leaves those who listen
 * for that word in place while a lost connection is made anew: the word then breaks off the question that is under way, and the
 * client ends for good instead of asking again. Here nobody listens between two connections.
 */
export class SteadySentinelConnector extends SentinelConnector {
  override connect(...args: Parameters<SentinelConnector['connect']>): ReturnType<SentinelConnector['connect']> {
    Reflect.deleteProperty(this, 'stream'); // it has ended, and is not to be ended once more
    this.disconnect();
    return super.connect(...args);
  }
}
