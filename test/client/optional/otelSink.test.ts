import * as api from '@opentelemetry/api';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { otelSink } from '../../../src/client/optional/otelSink.js';
import { createOpenConnection } from '../../support/client/fakeConnection.js';

const exporter = new InMemorySpanExporter();
const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
api.trace.setGlobalTracerProvider(provider);

beforeEach(() => exporter.reset());
afterAll(async () => {
  await provider.shutdown();
  api.trace.disable();
});

const WELCOME =
  '{"type":"heartbeat.welcome","connectionId":"c1","gatewayId":"g1","heartbeat":{"intervalMs":25000,"timeoutMs":75000},"version":1}';
const open = () => createOpenConnection({ log: { sinks: [otelSink(api)] }, reconnect: { maxAttempts: 2 } });
const spans = () => exporter.getFinishedSpans();
const milliseconds = ([seconds, nanoseconds]: api.HrTime): number => seconds * 1_000 + nanoseconds / 1e6;

describe('otelSink', () => {
  it('makes a span of a connection and of an outage, at the times of the records, with what happened on them', () => {
    const { subject, socket, sockets, clock } = open();
    socket.receive(WELCOME);
    clock.advance(5_000);
    socket.close(1006);
    clock.advance(500);
    sockets[1]?.open();
    clock.advance(30);
    sockets[1]?.receive(WELCOME);
    const [connection, outage] = spans();
    expect(spans().map(({ name }) => name)).toEqual(['heartbeat.connection', 'heartbeat.outage']);
    expect(milliseconds(connection?.duration ?? [0, 0])).toBe(5_000);
    expect(connection?.attributes).toMatchObject({
      'heartbeat.connection_id': 'c1',
      'heartbeat.gateway_id': 'g1',
      'heartbeat.code': 1006,
      'heartbeat.open_ms': 5_000,
    });
    expect(milliseconds(outage?.duration ?? [0, 0])).toBe(530);
    expect(outage?.events.map(({ name }) => name)).toContain('retry.scheduled');
    // Too short to be told a person.
    expect(outage?.status.code).toBe(api.SpanStatusCode.UNSET);
    const closed = subject.log.find(({ kind }) => kind === 'connection.closed');
    expect(milliseconds(outage?.startTime ?? [0, 0])).toBe(closed?.at);
  });

  it('has no events for pings', () => {
    const { socket, clock } = open();
    clock.advance(60_000);
    socket.close(1006);
    expect(spans()[0]?.events.map(({ name }) => name)).not.toContain('ping.sent');
  });

  it('calls an outage an error when a person is told of it', () => {
    const { socket, sockets, clock } = open();
    socket.close(1006);
    clock.advance(500);
    clock.advance(1_000);
    sockets[1]?.open();
    sockets[1]?.receive(WELCOME);
    expect(spans()[1]?.status).toEqual({ code: api.SpanStatusCode.ERROR, message: 'closed' });
  });

  it.each([
    ['attempts are used up', 1006],
    ['the server refuses for good', 4403],
    ['the server refuses for good, after a first loss', 1006, 4403],
  ])('ends the outage when %s', async (_when, code, next?: number) => {
    const { socket, sockets, clock } = open();
    socket.close(code);
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      clock.advance(60_000);
      if (next === undefined) sockets[attempt]?.fail('refused');
      else sockets[attempt]?.close(next);
    }
    await Promise.resolve();
    expect(spans().at(-1)).toMatchObject({
      name: 'heartbeat.outage',
      status: { code: api.SpanStatusCode.ERROR },
    });
  });

  it('does not report an end that the app wants as an outage', () => {
    const { subject } = open();
    subject.disconnect();
    expect(spans().map(({ name }) => name)).toEqual(['heartbeat.connection']);
  });
});
