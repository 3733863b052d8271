import { useHeartbeatSocket, type HeartbeatSocket } from 'heartbeat-socket';
import { sendRecords } from 'heartbeat-socket/core';
import { useEffect, useState } from 'react';
import type { Saying } from '../chat/chatProtocol.js';
import type { Path } from '../path/createPath.js';
import { createResendingOutbox } from './createResendingOutbox.js';
import { useKitChat, type KitChat } from './useKitChat.js';

/** Faster than the defaults (25 s, 75 s), which spare batteries and gateways, because visitors do not wait. */
const HEARTBEAT = { intervalMs: 1_500, timeoutMs: 3_000 };
const RECONNECT = { baseDelayMs: 600, maxDelayMs: 8_000, stableAfterMs: 3_000 };
/** A dial into silence is given up after this long. */
const CONNECT_TIMEOUT_MS = 4_000;

/** Made once, as the page lives: the log goes home to the gateway, which collects it. */
const telemetry = sendRecords();

/**
 * Our connection along the path, and the chat over it.
 *
 * @param isHurried read at each loss: the next attempt then comes within a second, so that ten of them are soon used up
 */
export function useKit(path: Path, isHurried: () => boolean): { socket: HeartbeatSocket; chat: KitChat } {
  const [{ outbox, onDoubt }] = useState(createResendingOutbox);
  const { socket } = useHeartbeatSocket(`/ws?path=${path.id}`, {
    heartbeat: HEARTBEAT,
    reconnect: { ...RECONNECT, decide: () => (isHurried() ? 'retry-now' : undefined) },
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
    page: path.page,
    outbox,
    telemetry,
  });
  const chat = useKitChat(socket);
  const { wait } = chat;
  // The server knows messages by their ids, so it is safe to send them again.
  useEffect(
    () =>
      onDoubt((messages) => {
        for (const message of messages) socket.send(message);
        wait(messages.map((message) => (JSON.parse(message) as Saying).id));
      }),
    [socket, onDoubt, wait],
  );
  return { socket, chat };
}
