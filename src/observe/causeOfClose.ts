import * as closeCodes from '../protocol/closeCodes.js';
import type { ConnectionCause } from '../protocol/events.js';

/**
 * What a close code says about the cause, as far as RFC 6455 and its registry say it for every server; undefined for the rest.
 * Codes from 4000 on belong to the client's own protocol, and its observer reads them.
 */
export function causeOfClose(code: number | undefined): ConnectionCause | undefined {
  switch (code) {
    case closeCodes.restart:
      return 'drain';
    case closeCodes.overloaded:
      return 'overload';
    case closeCodes.policy:
      return 'refused';
    default:
      return undefined;
  }
}
