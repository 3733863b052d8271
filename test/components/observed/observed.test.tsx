import { EventEmitter } from 'node:events';
import { act, cleanup, render, screen } from '@testing-library/react';
import { StrictMode, useEffect, useState } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { HeartbeatDevtools } from '../../../src/components/heartbeat-devtools/index.js';
import {
  ConnectionBanner,
  ConnectionIndicator,
  HeartbeatLog,
  HeartbeatProvider,
  HeartbeatSettings,
  useMessage,
} from '../../../src/index.js';
import { observeMqtt, type MqttClientLike, type ObservedConnection } from '../../../src/observe/index.js';
import { createManualClock } from '../../../src/testing/index.js';

afterEach(cleanup);

/** An MQTT client as far as its observer sees it. */
class Client extends EventEmitter implements MqttClientLike {
  connected = false;
  reconnecting = false;
  disconnecting = false;
  readonly options = { reconnectPeriod: 5_000 };
  reconnect = vi.fn(() => this.emit('reconnect'));
  end = vi.fn();

  open(): void {
    this.connected = true;
    this.emit('connect');
  }

  drop(): void {
    this.connected = false;
    this.emit('close');
  }
}

const EVENTS = ['connect', 'reconnect', 'close', 'end', 'error'];
const counts = (client: Client): number[] => EVENTS.map((event) => client.listenerCount(event));

function observed() {
  const clock = createManualClock();
  const client = new Client();
  const connection = observeMqtt(client, { clock });
  client.open();
  return { clock, client, connection };
}

describe('an observed connection', () => {
  it('has banner, countdown and button, and the button dials', () => {
    const { clock, client, connection } = observed();
    render(
      <StrictMode>
        <HeartbeatProvider socket={connection}>
          <ConnectionBanner />
          <ConnectionIndicator />
        </HeartbeatProvider>
      </StrictMode>,
    );
    expect(screen.getByText('Connected')).toBeTruthy();
    act(() => {
      client.drop();
      clock.advance(1_000);
    });
    const region = screen.getByRole('region', { name: 'Connection' });
    expect(region.textContent).toContain('4');
    act(() => screen.getByRole('button', { name: /try now|reconnect|retry/i }).click());
    expect(client.reconnect).toHaveBeenCalledTimes(1);
    act(() => client.open());
    expect(connection.store.getState()).toMatchObject({ status: 'open', lost: false });
  });

  it('is shown by the log and the devtools, which leave out the settings', () => {
    const { client, connection } = observed();
    act(() => client.drop());
    render(
      <>
        <HeartbeatLog socket={connection} />
        <HeartbeatDevtools socket={connection} defaultOpen />
      </>,
    );
    expect(screen.getAllByText('connection.closed').length).toBeGreaterThan(1);
    expect(screen.getByText('Heartbeat: reconnecting')).toBeTruthy();
    expect(screen.queryByRole('form')).toBeNull();
    expect(screen.queryByLabelText(/interval/i)).toBeNull();
  });

  it('may be made in an effect: StrictMode leaves one observer, and unmounting none', () => {
    const client = new Client();
    const before = counts(client);
    function App() {
      const [connection, setConnection] = useState<ObservedConnection | null>(null);
      useEffect(() => {
        const made = observeMqtt(client);
        // oxlint-disable-next-line react/set-state-in-effect -- as an app does that makes its client in an effect
        setConnection(made);
        return () => made.destroy();
      }, []);
      return connection && <ConnectionIndicator socket={connection} />;
    }
    const { unmount } = render(
      <StrictMode>
        <App />
      </StrictMode>,
    );
    expect(counts(client)).toEqual(before.map((count) => count + 1));
    act(() => client.open());
    expect(screen.getByText('Connected')).toBeTruthy();
    unmount();
    expect(counts(client)).toEqual(before);
  });

  it('says what it has not, below a provider', () => {
    const { connection } = observed();
    const silence = vi.spyOn(console, 'error').mockImplementation(() => {});
    const Listening = () => {
      useMessage(() => {});
      return null;
    };
    for (const part of [<HeartbeatSettings key="settings" />, <Listening key="listening" />]) {
      expect(() => render(<HeartbeatProvider socket={connection}>{part}</HeartbeatProvider>)).toThrow(
        'an observed connection has no messages and no settings',
      );
    }
    silence.mockRestore();
  });
});
