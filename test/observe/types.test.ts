import { readdirSync, readFileSync } from 'node:fs';
import type { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import type { HubConnection, IRetryPolicy } from '@microsoft/signalr';
import type { RealtimeClient } from '@supabase/realtime-js';
import type { Centrifuge } from 'centrifuge';
import { createClient } from 'graphql-ws';
import type Echo from 'laravel-echo';
import type { MqttClient } from 'mqtt';
import type { Socket as PhoenixSocket } from 'phoenix';
import type Pusher from 'pusher-js';
import type { WebsocketProvider } from 'y-websocket';
import { Manager, Socket } from 'socket.io-client';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { HeartbeatSettings, SendStatus, ConnectionBanner, useMessage } from '../../src/index.js';
import * as observers from '../../src/observe/index.js';
import type { ConnectionSource, ObservedConnection } from '../../src/observe/index.js';

const { observeEventSource, observeGraphqlWs, observeSocketIo, observeWebSocket } = observers;

describe('types', () => {
  it('take the real clients', () => {
    expectTypeOf<Socket>().toExtend<Parameters<typeof observeSocketIo>[0]>();
    expectTypeOf<Socket<{ hello: (name: string) => void }, { bye: () => void }>>().toExtend<
      Parameters<typeof observeSocketIo>[0]
    >();
    expectTypeOf<ReturnType<typeof createClient>>().toExtend<Parameters<typeof observeGraphqlWs>[0]>();
    expectTypeOf<() => WebSocket | null>().toExtend<Parameters<typeof observeWebSocket>[0]>();
    expectTypeOf<EventSource>().toExtend<Parameters<typeof observeEventSource>[0]>();
    expectTypeOf<MqttClient>().toExtend<Parameters<typeof observers.observeMqtt>[0]>();
    expectTypeOf<PhoenixSocket>().toExtend<Parameters<typeof observers.observePhoenix>[0]>();
    expectTypeOf<RealtimeClient>().toExtend<Parameters<typeof observers.observePhoenix>[0]>();
    expectTypeOf<HubConnection>().toExtend<Parameters<typeof observers.observeSignalR>[0]>();
    expectTypeOf<ReturnType<typeof observers.signalRRetryPolicy>>().toExtend<IRetryPolicy>();
    expectTypeOf<Pusher>().toExtend<Parameters<typeof observers.observePusher>[0]>();
    expectTypeOf<Echo<'pusher'>>().toExtend<Parameters<typeof observers.observePusher>[0]>();
    expectTypeOf<Echo<'reverb'>>().toExtend<Parameters<typeof observers.observePusher>[0]>();
    expectTypeOf<Centrifuge>().toExtend<Parameters<typeof observers.observeCentrifuge>[0]>();
    expectTypeOf<HocuspocusProvider>().toExtend<Parameters<typeof observers.observeHocuspocus>[0]>();
    expectTypeOf<HocuspocusProviderWebsocket>().toExtend<Parameters<typeof observers.observeHocuspocus>[0]>();
    expectTypeOf<WebsocketProvider>().toExtend<Parameters<typeof observers.observeYWebsocket>[0]>();
    expectTypeOf<Manager>().not.toExtend<Parameters<typeof observeSocketIo>[0]>();
  });

  it('let an observed connection go where it can be shown, and nowhere else', () => {
    type PropsOf<Part extends (...args: never[]) => unknown> = NonNullable<Parameters<Part>[0]>;
    expectTypeOf<ObservedConnection>().toExtend<ConnectionSource>();
    expectTypeOf<{ socket: ObservedConnection }>().toExtend<Pick<PropsOf<typeof ConnectionBanner.Root>, 'socket'>>();
    expectTypeOf<{ socket: ObservedConnection }>().not.toExtend<Pick<PropsOf<typeof HeartbeatSettings>, 'socket'>>();
    expectTypeOf<{ socket: ObservedConnection }>().not.toExtend<Pick<PropsOf<typeof SendStatus>, 'socket'>>();
    expectTypeOf<ObservedConnection>().not.toExtend<NonNullable<Parameters<typeof useMessage>[1]>>();
    expectTypeOf<keyof ObservedConnection>().toEqualTypeOf<
      'store' | 'log' | 'onEvent' | 'connect' | 'disconnect' | 'reconnect' | 'destroy'
    >();
  });
});

it('each observer can be read on a page: at most 100 lines', () => {
  const folder = new URL('../../src/observe/clients/', import.meta.url);
  const long = readdirSync(folder)
    .map((name) => [name, readFileSync(new URL(name, folder), 'utf8').trimEnd().split('\n').length] as const)
    .filter(([, lines]) => lines > 100);
  expect(long).toEqual([]);
});
