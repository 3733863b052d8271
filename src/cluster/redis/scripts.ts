import { createHash } from 'node:crypto';
import {
  CLOCK_STEP_MS,
  KEEP_SECONDS,
  LEASE_MS,
  LETTER_MS,
  MAX_LETTERS,
  REMEMBERED_TTLS,
  SETTLE_MS,
} from '../../gateway/cluster/clusterStore.js';

/** A Lua script, and the name under which Redis keeps it. */
export interface Script {
  readonly text: string;
  readonly sha: string;
}

const script = (text: string): Script => ({ text, sha: createHash('sha1').update(text).digest('hex') });

/**
 * What both scripts begin with: the time of Redis, the node's own record, and whether the store has lost writes. It has when
 * it is empty, or when its record of the node is older than the last tick that it has confirmed to the node.
 */
const BEGIN = `
local state, members = KEYS[1], KEYS[2]
local id, confirmed = ARGV[1], tonumber(ARGV[2])
local time = redis.call('TIME')
local ms = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local unsettled = tonumber(redis.call('HGET', state, 'unsettled') or nil)
local record = redis.call('HGET', members, id)
local recorded = record and tonumber(string.match(record, '^(%d+) ')) or 0
if not unsettled or recorded < confirmed then
  unsettled = ms
  redis.call('HSET', state, 'unsettled', string.format('%.0f', ms))
end
-- A clock that was set back must not hold writes up for longer than that.
local unsettledMs = math.min(${SETTLE_MS}, math.max(0, unsettled + ${SETTLE_MS} - ms))
`;

/**
 * KEYS: state, members, the own mailbox, the mailbox of each letter.
 * ARGV: id, confirmed seq, seq, ttl, announcement, number of leases, (name, wants, highest seen)…, number of registers,
 * (name, revision, stamp)…, letters….
 *
 * The time of the membership is a field of its own, which only ticks move: while Redis does not answer, it stands still, and
 * after a pause longer than the TTL all members begin anew.
 */
export const TICK = script(`${BEGIN}
local seq, ttl, announcement = ARGV[3], tonumber(ARGV[4]), ARGV[5]
-- A tick of a connection that was given up may be read late, when Redis was stopped: it must not take the mail.
if recorded >= tonumber(seq) then return redis.error_reply('STALE a later tick of this gateway was carried out') end
local passed = math.max(0, ms - (tonumber(redis.call('HGET', state, 'ms') or nil) or ms))
local clock = (tonumber(redis.call('HGET', state, 'clock') or nil) or 0) + math.min(passed, ${CLOCK_STEP_MS})
redis.call('HSET', state, 'ms', string.format('%.0f', ms), 'clock', string.format('%.0f', clock))

if announcement == '' then
  redis.call('HDEL', members, id)
else
  redis.call('HSET', members, id, seq .. ' ' .. string.format('%.0f', clock) .. ' ' .. announcement)
end
local live = {}
local all = redis.call('HGETALL', members)
for i = 1, #all, 2 do
  local had, at, said = string.match(all[i + 1], '^(%d+) (%d+) (.*)$')
  local age = clock - tonumber(at or '0')
  if age <= ttl then
    if passed > ttl then
      redis.call('HSET', members, all[i], had .. ' ' .. string.format('%.0f', clock) .. ' ' .. said)
    end
    live[#live + 1] = all[i]
    live[#live + 1] = said
  elseif age > ttl * ${REMEMBERED_TTLS} then
    redis.call('HDEL', members, all[i])
  end
end

local next = 6
local function take()
  local value = ARGV[next]
  next = next + 1
  return value
end

local leases = {}
for _ = 1, tonumber(take()) do
  local name, wants, highest = take(), take() == '1', tonumber(take())
  local field = 'l:' .. name .. ':'
  local found = redis.call('HMGET', state, field .. 'holder', field .. 'token', field .. 'until')
  local holder, token, ends = found[1] or '', tonumber(found[2] or nil) or 0, tonumber(found[3] or nil) or 0
  if ends < clock then holder = '' end
  if wants and holder == '' then
    holder = id
    token = math.max(tonumber(time[1]) * 1000000 + tonumber(time[2]), highest + 1, token + 1)
  elseif not wants and holder == id then
    holder = ''
  end
  if holder == id then ends = clock + ${LEASE_MS} end
  if holder == id or holder ~= (found[1] or '') then
    redis.call('HSET', state, field .. 'holder', holder, field .. 'token', string.format('%.0f', token),
      field .. 'until', string.format('%.0f', ends))
  end
  leases[#leases + 1] = name
  leases[#leases + 1] = holder
  leases[#leases + 1] = string.format('%.0f', token)
end

local registers = {}
for _ = 1, tonumber(take()) do
  local name, revision, stamp = take(), take(), take()
  local field = 'r:' .. name .. ':'
  local found = redis.call('HMGET', state, field .. 'revision', field .. 'stamp')
  if (found[1] or '0') ~= revision or (found[2] or '') ~= stamp then
    registers[#registers + 1] = name
    registers[#registers + 1] = found[1] or '0'
    registers[#registers + 1] = found[2] or ''
    registers[#registers + 1] = redis.call('HGET', state, field .. 'body') or ''
  end
end

local letters = redis.call('LRANGE', KEYS[3], 0, -1)
redis.call('DEL', KEYS[3])
for i = 4, #KEYS do
  redis.call('RPUSH', KEYS[i], take())
  redis.call('LTRIM', KEYS[i], -${MAX_LETTERS}, -1)
  redis.call('PEXPIRE', KEYS[i], ${LETTER_MS})
end
redis.call('EXPIRE', state, ${KEEP_SECONDS})
redis.call('EXPIRE', members, ${KEEP_SECONDS})
return { unsettledMs, live, registers, leases, letters }
`);

/**
 * KEYS: state, members.
 * ARGV: id, confirmed seq, name, expected revision, expected stamp, revision, stamp, body, '1' to restore, lease, token.
 */
export const WRITE = script(`${BEGIN}
local name, revision, stamp = ARGV[3], ARGV[4], ARGV[5]
local field = 'r:' .. name .. ':'
local restores = ARGV[9] == '1'
if unsettledMs > 0 and not restores then return { 'unsettled' } end
if ARGV[10] ~= '' then
  local newest = math.max(
    tonumber(redis.call('HGET', state, 'l:' .. ARGV[10] .. ':token') or nil) or 0,
    tonumber(redis.call('HGET', state, field .. 'token') or nil) or 0)
  if tonumber(ARGV[11]) < newest then return { 'fenced' } end
end
local found = redis.call('HMGET', state, field .. 'revision', field .. 'stamp')
if (found[1] or '0') ~= revision or (found[2] or '') ~= stamp then
  return { 'conflict', found[1] or '0', found[2] or '', redis.call('HGET', state, field .. 'body') or '' }
end
redis.call('HSET', state, field .. 'revision', ARGV[6], field .. 'stamp', ARGV[7], field .. 'body', ARGV[8])
if ARGV[10] ~= '' then redis.call('HSET', state, field .. 'token', ARGV[11]) end
redis.call('EXPIRE', state, ${KEEP_SECONDS})
return { 'written' }
`);
