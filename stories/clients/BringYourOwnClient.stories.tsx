import type { Meta, StoryObj } from '@storybook/react-vite';
import { useEffect, useState } from 'react';
import { expect, userEvent, waitFor } from 'storybook/test';
import { ConnectionBanner, ConnectionIndicator, HeartbeatLog } from '../../src/components/index.js';
import type { ObservedConnection } from '../../src/observe/index.js';
import { HeartbeatProvider } from '../../src/react/index.js';
import * as clients from './clients.js';
import * as documents from './documentClients.js';
import type { Live } from './live.js';
import * as platform from './platformClients.js';
import { createScriptedServer, type PageServer } from './scriptedServer.js';
import * as speakers from './speakers.js';

interface OwnClientProps {
  /** What the server in the page speaks. */
  speak: speakers.Speak;
  /** Makes the client, as the app does, and its observer. */
  create: (socket: typeof WebSocket, fetch: PageServer['fetch']) => Promise<Live>;
}

/** The client is a real one. Its server is in the page. */
function OwnClient({ speak, create }: OwnClientProps) {
  const [live, setLive] = useState<{ server: PageServer; connection: ObservedConnection } | null>(null);
  useEffect(() => {
    const server = createScriptedServer(speak);
    let isGone = false;
    let leave = (): void => {};
    void create(server.WebSocket, server.fetch).then(({ connection, end }) => {
      leave = () => {
        connection.destroy();
        void end();
      };
      if (isGone) leave();
      else setLive({ server, connection });
    });
    return () => {
      isGone = true;
      leave();
    };
  }, [speak, create]);
  if (!live) return null;
  const { server, connection } = live;
  return (
    <HeartbeatProvider socket={connection}>
      <ConnectionBanner position="push" />
      <main className="page" style={{ marginBlockStart: '1rem' }}>
        <div className="page-row">
          <ConnectionIndicator />
          <button
            type="button"
            onClick={() => {
              server.takeDown();
              server.drop();
            }}
          >
            Take it down
          </button>
          <button type="button" onClick={() => server.bringBack()}>
            Bring it back
          </button>
        </div>
        <HeartbeatLog limit={30} />
      </main>
    </HeartbeatProvider>
  );
}

/**
 * The app keeps its client and gets the banner in two lines. Each client below is the real one. Its server is scripted and runs
 * in this page: it speaks the client's handshake and answers its pings, and nothing else. Take it down, and bring it back.
 */
const meta = {
  title: 'Start/Bring your own client',
  component: OwnClient,
  parameters: { layout: 'fullscreen', controls: { disable: true }, docs: { story: { height: '480px' } } },
  tags: ['unpictured'],
} satisfies Meta<typeof OwnClient>;

export default meta;
type Story = StoryObj<typeof meta>;

const connects: NonNullable<Story['play']> = async ({ canvas }) => {
  await waitFor(() => expect(canvas.getByText('Connected')).toBeVisible(), { timeout: 10_000 });
};

/** One of them goes through a whole outage; of the others the run asks whether they connect. */
export const Phoenix: Story = {
  args: { speak: speakers.speakPhoenix, create: clients.phoenix },
  play: async (context) => {
    const { canvas, step } = context;
    await connects(context);
    await step('The server is taken down', async () => {
      await userEvent.click(canvas.getByRole('button', { name: 'Take it down' }));
      const lost = () => expect(canvas.getByRole('region', { name: 'Connection' })).toHaveTextContent(/lost|reach/i);
      await waitFor(lost, { timeout: 6_000 });
    });
    await step('It is back, and the person asks', async () => {
      await userEvent.click(canvas.getByRole('button', { name: 'Bring it back' }));
      await userEvent.click(canvas.getByRole('button', { name: /try now|reconnect|retry/i }));
      await waitFor(() => expect(canvas.getByText('Connected')).toBeVisible(), { timeout: 8_000 });
    });
  },
};

const story = (speak: OwnClientProps['speak'], create: OwnClientProps['create'], name?: string): Story => ({
  ...(name !== undefined && { name }),
  args: { speak, create },
  play: connects,
});

export const SocketIo: Story = story(speakers.speakSocketIo, clients.socketIo, 'socket.io');
export const GraphqlWs: Story = story(speakers.speakGraphql, clients.graphqlWs, 'graphql-ws');
export const SignalR: Story = story(speakers.speakSignalR, clients.signalR, 'SignalR');
export const Supabase: Story = story(speakers.speakPhoenix, clients.supabase, 'Supabase Realtime');
export const Pusher: Story = story(speakers.speakPusher, clients.pusher, 'Pusher');
export const CentrifugeClient: Story = story(speakers.speakCentrifuge, clients.centrifuge, 'Centrifuge');
export const Mqtt: Story = story(speakers.speakMqtt, clients.mqtt, 'MQTT.js');
export const YWebsocket: Story = story(speakers.speakNothing, documents.yWebsocket, 'y-websocket');
export const Hocuspocus: Story = story(speakers.speakHocuspocus, documents.hocuspocus);
export const PlainWebSocket: Story = story(speakers.speakNothing, platform.plainWebSocket, 'A plain WebSocket');
export const EventStream: Story = story(speakers.speakNothing, platform.eventSource, 'EventSource');
/** There is no observer for this client, reconnecting-websocket. Three functions report its state. */
export const AnythingElse: Story = story(speakers.speakNothing, platform.anythingElse);
