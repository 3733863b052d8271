'use client';
import { createContext, createElement, useContext, useMemo, type ReactNode } from 'react';
import { englishLabels, mergeLabels, type HeartbeatLabels, type LabelOverrides } from './labels.js';

/** The words in force here. A component with parts inside passes its own words on to them. */
export const LabelsContext = createContext<HeartbeatLabels>(englishLabels);

/** The words in force here, with a component's `labels` prop laid over them. */
export function useLabels(overrides?: LabelOverrides): HeartbeatLabels {
  const inherited = useContext(LabelsContext);
  return useMemo(() => (overrides ? mergeLabels(inherited, overrides) : inherited), [inherited, overrides]);
}

/** The words of a component that brings its own English, with those in force here laid over it. */
export function useGroup<
  Group extends 'status' | 'indicator' | 'latency' | 'log' | 'settings' | 'sendStatus' | 'notice',
>(
  group: Group,
  english: NonNullable<HeartbeatLabels[Group]>,
  overrides?: LabelOverrides,
): NonNullable<HeartbeatLabels[Group]> {
  const words = useLabels(overrides)[group];
  return useMemo(() => ({ ...english, ...words }), [english, words]);
}

/**
 * Sets the words of everything below: a whole language, or a few words of your own.
 * @example
 * import { de } from 'heartbeat-socket/locales/de';
 * <HeartbeatLabelsProvider labels={de}><App /></HeartbeatLabelsProvider>
 */
export function HeartbeatLabelsProvider({ labels, children }: { labels: LabelOverrides; children?: ReactNode }) {
  return createElement(LabelsContext.Provider, { value: useLabels(labels) }, children);
}
