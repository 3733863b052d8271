import type * as codes from '../protocol/closeCodes.js';
import {
  abnormal,
  forbidden,
  goingAway,
  heartbeatTimeout,
  idle,
  normal,
  overloaded,
  policy,
  replaced,
  restart,
  tooLarge,
  unauthorized,
} from '../protocol/closeCodes.js';

/**
 * The close codes by name, for applications. It is an object of its own, because a module that is also used as an object
 * is one whose constants bundlers do not inline.
 */
export const closeCodes: typeof codes = {
  normal,
  goingAway,
  abnormal,
  policy,
  tooLarge,
  restart,
  overloaded,
  heartbeatTimeout,
  idle,
  replaced,
  unauthorized,
  forbidden,
};
