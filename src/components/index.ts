export { ConnectionBanner } from './connection-banner/ConnectionBanner.js';
export type { ConnectionBannerProps } from './connection-banner/BannerRoot.js';
export type { BannerPosition, BannerState } from './connection-banner/model/bannerContext.js';
export type { BannerDetailsProps } from './connection-banner/BannerDetails.js';
export type { BannerTextProps } from './connection-banner/BannerText.js';
export type { BannerPhase } from './connection-banner/model/bannerMemory.js';
export { useConnectionBanner, type ConnectionBannerView } from './connection-banner/model/useConnectionBanner.js';
export {
  ConnectionIndicator,
  type ConnectionIndicatorProps,
  type ConnectionIndicatorState,
} from './connection-indicator/ConnectionIndicator.js';
export { HeartbeatLog, type HeartbeatLogProps, type HeartbeatLogState } from './heartbeat-log/HeartbeatLog.js';
export {
  HeartbeatSettings,
  type HeartbeatSettingsProps,
  type HeartbeatSettingsState,
} from './heartbeat-settings/HeartbeatSettings.js';
export { toTradeOff, type TradeOff } from './heartbeat-settings/tradeOff.js';
export {
  englishLabels,
  type HeartbeatLabels,
  type LabelOverrides,
  type LatencyLabels,
  type LogLabels,
  type NoticeLabels,
  type SendStatusLabels,
  type SettingsLabels,
} from './labels.js';
export { HeartbeatLabelsProvider } from './labelsContext.js';
export { LatencyMeter, type LatencyMeterProps, type LatencyMeterState } from './latency-meter/LatencyMeter.js';
export {
  OperatorNotice,
  type OperatorNoticeProps,
  type OperatorNoticeState,
} from './operator-notice/OperatorNotice.js';
export type { PartElementProps, PartProps, PartStyling } from './Part.js';
export {
  ReconnectButton,
  type ReconnectButtonProps,
  type ReconnectButtonState,
} from './reconnect-button/ReconnectButton.js';
export {
  RetryCountdown,
  type RetryCountdownProps,
  type RetryCountdownState,
} from './retry-countdown/RetryCountdown.js';
export { SendStatus, type SendStatusProps, type SendStatusState } from './send-status/SendStatus.js';
export type { SendState } from './send-status/sendState.js';
