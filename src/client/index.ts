export type { Clock } from './clock.js';
export type { SocketOptions } from './options.js';
export { createOutbox, type DropReason, type FlushResult, type Outbox, type OutboxOptions } from './optional/outbox.js';
export type { OutboxFacts } from './optional/outboxFacts.js';
export { browserPage, type PageAdapter } from './page.js';
export { beaconSink, type BeaconOptions, type BeaconSink } from './optional/beaconSink.js';
export { otelSink, type OtelApi, type OtelSpan } from './optional/otelSink.js';
export { performanceSink } from './optional/performanceSink.js';
export { sentrySink, type SentryLike } from './optional/sentrySink.js';
export { consoleSink, jsonLinesSink, loggerSink, type LogSink } from './optional/sinks.js';
export { sendRecords, type Telemetry } from './optional/sendRecords.js';
export { createTrace, type Trace, type TraceEntry } from './optional/trace.js';
export { typedMessages, type MessageFormat, type Sendable, type StandardSchema } from './optional/typedMessages.js';
export { workerTimer, type HeartbeatTimer } from './optional/workerTimer.js';
export type { PageSignal } from '../machine/event.js';

export type { Counters } from './snapshot/counters.js';
export type { ConnectionSnapshot, LastClose, Delivery, OutboxCounts } from './snapshot/snapshot.js';
export type { ConnectionStore } from './snapshot/store.js';
export type { WebSocketConstructor, WebSocketLike } from './transport.js';
export type { AttemptContext, SocketProtocols, SocketUrl } from './url.js';
export type { Latency } from '../machine/latency.js';
export type { ConnectionLoss, HeartbeatOptions, LossDecision, ReconnectOptions } from '../machine/options.js';
export type { SettingsInForce } from '../machine/settings.js';
export type { HeartbeatProof } from '../machine/state.js';
export type { ConnectionStatus } from '../machine/status.js';
export { closeCodes } from './closeCodes.js';
export type { Classified, Codec, CodecData, CodecSession, ReceivedPing } from '../protocol/codec.js';
export { graphqlTransportWsCodec } from '../protocol/codecs/graphqlTransportWsCodec.js';
export { homeAssistantCodec, type HomeAssistantCodec } from '../protocol/codecs/homeAssistantCodec.js';
export { jsonCodec, type JsonDialect } from '../protocol/codecs/jsonCodec.js';
export { phoenixCodec } from '../protocol/codecs/phoenixCodec.js';
export { textCodec } from '../protocol/codecs/textCodec.js';
export type { ConnectionCause, HeartbeatEvent, HeartbeatEventKind, SettingsSource } from '../protocol/events.js';
export type { HeartbeatLogger } from '../protocol/logger.js';
export type { HeartbeatTiming } from '../protocol/frames.js';
export type { Notice, NoticeLevel, NoticeText } from '../protocol/notice.js';
export { HeartbeatOptionError } from '../protocol/options/optionError.js';
export { createHeartbeatSocket } from './createHeartbeatSocket.js';
export { replay, type ReplayStep } from './replay.js';
export type {
  CheckResult,
  ConnectedListener,
  ConnectionSource,
  HeartbeatEventListener,
  HeartbeatSocket,
  MessageListener,
  ObservedConnection,
} from './heartbeatSocket.js';
export type { SendResult } from './part.js';
