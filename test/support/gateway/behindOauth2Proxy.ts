import { BlockList } from 'node:net';
import type { Authorize } from '../../../src/gateway/index.js';

// recipe
const proxies = new BlockList();
proxies.addAddress('127.0.0.1'); // where oauth2-proxy runs
const operators = new Set(['ada@example.com']);

const authorize: Authorize = ({ headers, socket }) => {
  // From any other sender the header is worth nothing: anyone who reaches the port could write it.
  if (!proxies.check((socket.remoteAddress ?? '').replace('::ffff:', ''))) return null;
  const email = headers['x-forwarded-email'];
  if (typeof email !== 'string' || email.includes(',')) return null;
  return { role: operators.has(email) ? 'operator' : 'viewer', subject: email };
};
// end

export { authorize };
