import type { IncomingMessage } from 'node:http';
import * as v from 'valibot';
import { LISTED_PEERS, MAX_PEERS, MAX_QUERY_CHARS, PEER_SORTS } from '../../admin/schemas/peers.js';
import type { PeersQuestion } from '../directory/listPeers.js';
import { jsonAnswer, problemAnswer, type Answer } from '../http/answer.js';
import type { AdminTarget } from './adminTarget.js';
import { integerOf, isBadQuery, readQuery, type BadQuery } from './query.js';

const DEFAULT_PEERS = 1_000;
const MAX_CURSOR_CHARS = 100;
const HOUR_MS = 3_600_000;
const NAMES = ['q', 'sort', 'cursor', 'limit', 'from', 'to'] as const;

/** Lists connections. */
export async function peersAnswer(request: IncomingMessage, { directory, now }: AdminTarget): Promise<Answer> {
  const asked = readQuestion(request, now());
  if (isBadQuery(asked)) return problemAnswer(400, asked.message);
  const body = await directory?.list(asked);
  if (typeof body !== 'string')
    return problemAnswer(410, 'The cursor is unknown or too old. Begin with the first page.');
  return { status: 200, body, contentType: 'application/json' };
}

/** Shows one connection with its last events. */
export async function peerAnswer(id: string, { peer }: AdminTarget): Promise<Answer> {
  const detail = await peer(id);
  return detail ? jsonAnswer(200, detail) : problemAnswer(404, 'No such connection.');
}

function readQuestion(request: IncomingMessage, now: number): PeersQuestion | BadQuery {
  const read = readQuery(request, NAMES);
  if (isBadQuery(read)) return read;
  const limit = read.limit === null ? DEFAULT_PEERS : (integerOf(read.limit) ?? 0);
  if (!v.is(LISTED_PEERS, limit)) return { message: `limit must be an integer from 1 to ${MAX_PEERS}` };
  const text = (read.q ?? '').trim().toLowerCase();
  if (text.length > MAX_QUERY_CHARS) return { message: `q must have at most ${MAX_QUERY_CHARS} characters` };
  const sort = read.sort === '' ? null : read.sort;
  if (sort !== null && !isSort(sort)) return { message: `sort must be one of ${PEER_SORTS.join(', ')}` };
  const cursor = read.cursor === '' ? null : read.cursor;
  if (cursor !== null && cursor.length > MAX_CURSOR_CHARS) return { message: 'cursor must be a nextCursor' };
  const [from, to] = [integerOf(read.from), integerOf(read.to)];
  if (from === undefined || to === undefined) return { message: 'from and to must be integers, in milliseconds' };
  const end = to ?? now;
  const period = from === null && to === null ? null : { from: from ?? end - HOUR_MS, to: end };
  if (period && period.from >= period.to) return { message: 'from must be before to' };
  return { text, sort, period, limit, cursor, name: JSON.stringify([text, sort, from, to]) };
}

const isSort = (sort: string): sort is (typeof PEER_SORTS)[number] => (PEER_SORTS as readonly string[]).includes(sort);
