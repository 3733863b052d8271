export { resetSharedSockets } from '../react/owned/sharedSockets.js';
export { createFakeGateway, type FakeGateway, type FakeGatewayOptions } from './createFakeGateway.js';
export { createManualClock, type ManualClock } from './createManualClock.js';
export { createScriptedSocket, type ScriptedSocket } from './createScriptedSocket.js';
export type { FakeOutcome } from './fakeLink.js';
export type { FakePeer } from './fakePeer.js';
export {
  renderWithConnection,
  type RenderWithConnectionOptions,
  type RenderWithWrapper,
} from './renderWithConnection.js';
