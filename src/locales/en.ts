'use client';
import { englishIndicator, englishStatus } from '../components/connection-indicator/englishIndicator.js';
import { englishLabels, type HeartbeatLabels } from '../components/labels.js';
import { englishLatency } from '../components/latency-meter/englishLatency.js';
import { englishLog } from '../components/heartbeat-log/englishLog.js';
import { englishSettings } from '../components/heartbeat-settings/englishSettings.js';
import { englishNotice } from '../components/operator-notice/englishNotice.js';
import { englishSendStatus } from '../components/send-status/englishSendStatus.js';

/** All of the built-in English in one object, to start a translation from. */
export const en: HeartbeatLabels = {
  ...englishLabels,
  status: englishStatus,
  indicator: englishIndicator,
  latency: englishLatency,
  log: englishLog,
  settings: englishSettings,
  sendStatus: englishSendStatus,
  notice: englishNotice,
};
