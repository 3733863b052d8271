import type { ObservedConnection } from '../../src/observe/index.js';

/** A client with its observer, and what ends the client. */
export interface Live {
  connection: ObservedConnection;
  end: () => unknown;
}

/** The address of the server in the page. */
export const url = 'wss://scripted.example/socket';
