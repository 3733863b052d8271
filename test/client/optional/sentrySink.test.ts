import * as Sentry from '@sentry/browser';
import { afterAll, expect, it } from 'vitest';
import { sentrySink } from '../../../src/client/optional/sentrySink.js';
import { createOpenConnection } from '../../support/client/fakeConnection.js';

const sent: string[] = [];
Sentry.init({
  dsn: 'https://key@sentry.test/1',
  defaultIntegrations: false,
  transport: () => ({
    send: (envelope) => {
      sent.push(JSON.stringify(envelope));
      return Promise.resolve({ statusCode: 200 });
    },
    flush: () => Promise.resolve(true),
  }),
});
afterAll(() => Sentry.close());

it('an error report tells what the connection did before, without pings', async () => {
  const { subject, socket, clock } = createOpenConnection({ log: { sinks: [sentrySink(Sentry)] } });
  clock.advance(12_000);
  socket.close(4403, 'no access');
  Sentry.captureException(new Error('the app fails'));
  await Sentry.flush();
  const [, items] = JSON.parse(sent[0] ?? '[]') as [object, [object, { breadcrumbs: Sentry.Breadcrumb[] }][]];
  const breadcrumbs = items[0]?.[1].breadcrumbs ?? [];
  const closed = subject.log.find(({ kind }) => kind === 'connection.closed');
  expect(breadcrumbs.map(({ message }) => message)).toEqual([
    'connect.started',
    'connect.opened',
    'connect.confirmed',
    'connection.closed',
    'lost',
  ]);
  expect(breadcrumbs.at(-2)).toMatchObject({
    category: 'heartbeat-socket',
    level: 'info',
    timestamp: (closed?.at ?? 0) / 1_000,
    data: { code: 4403, reason: 'no access' },
  });
  expect(breadcrumbs.at(-1)?.level).toBe('warning');
});
