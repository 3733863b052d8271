import type { ObservedConnection } from '../../client/heartbeatSocket.js';
import { createObservedConnection, type ObserverOptions } from '../connection.js';
import { listen, type EventEmitterLike } from '../emitter.js';
import type { Tell } from '../observation.js';
import { requireMembers } from '../requireMembers.js';

/** What is needed of an `MqttClient` of mqtt. */
export interface MqttClientLike extends EventEmitterLike {
  readonly connected: boolean;
  readonly reconnecting: boolean;
  readonly disconnecting: boolean;
  readonly options: { readonly reconnectPeriod?: number | undefined };
  reconnect(): unknown;
  end(): unknown;
}

/** The stream is public, and of a type that only Node's declarations have. */
interface ClientInside {
  readonly stream?: { destroy?(): unknown; end?(): unknown };
}

/**
 * Follows a client of MQTT.js 5 (or 4). It dials again after `reconnectPeriod`, so that the time of the next attempt is known.
 *
 * @throws HeartbeatOptionError naming the member that `client` lacks
 * @example const connection = observeMqtt(mqtt.connect('wss://example.com/mqtt'));
 */
export function observeMqtt(client: MqttClientLike, options?: ObserverOptions): ObservedConnection {
  const members = ['on', 'off', 'reconnect', 'end', 'connected: boolean', 'options: object'];
  requireMembers('observeMqtt(client)', 'an MqttClient of mqtt 4 or 5', client, members);
  let isAsked = false;
  let isDialing = false;
  let failure: { readonly message: string } | undefined;

  const watch = (tell: Tell): (() => void)[] => {
    const down = (): void => {
      const { disconnecting, options: own } = client;
      const { message } = failure ?? {};
      const cause = message === 'Keepalive timeout' ? 'heartbeat-timeout' : undefined;
      failure = undefined;
      isDialing = false;
      if (disconnecting) return tell({ status: 'closed' });
      if (isAsked) {
        isAsked = false;
        tell({ status: 'reconnecting' });
        client.reconnect();
        return;
      }
      const retryInMs = own.reconnectPeriod;
      tell(retryInMs ? { status: 'reconnecting', retryInMs, cause } : { status: 'failed', cause });
    };
    const undo = listen(client, {
      connect: () => {
        isDialing = false;
        tell({ status: 'open' });
      },
      reconnect: () => {
        isDialing = true;
        tell({ status: 'connecting' });
      },
      close: down,
      end: () => tell({ status: 'closed' }),
      error: (error: Error) => (failure = error),
    });
    const { connected, disconnecting, reconnecting } = client;
    isDialing = !connected && !disconnecting && !reconnecting;
    if (connected) tell({ status: 'open' });
    else if (disconnecting) tell({ status: 'closed' });
    else tell({ status: reconnecting ? 'reconnecting' : 'connecting' });
    return [undo];
  };
  const reconnect = (): void => {
    if (!client.connected && !isDialing) return void client.reconnect();
    // It would dial beside the connection that it has, and beside a dial that hangs.
    isAsked = true;
    const { stream } = client as ClientInside;
    if (stream?.destroy) stream.destroy();
    else stream?.end?.();
  };
  return createObservedConnection(
    { watch, connect: () => client.reconnect(), reconnect, disconnect: () => client.end() },
    options,
  );
}
