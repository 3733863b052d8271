'use client';
import { lazy, type ComponentType } from 'react';
import { OverviewScreen } from './overview/OverviewScreen.js';
import type { Screen } from './shell/screen.js';

// The overview is what is looked at first. The others come when they are opened.
const AlertsScreen = lazy(async () => ({ default: (await import('./alerts/AlertsScreen.js')).AlertsScreen }));
const PeersScreen = lazy(async () => ({ default: (await import('./peers/PeersScreen.js')).PeersScreen }));
const SessionScreen = lazy(async () => ({ default: (await import('./session/SessionScreen.js')).SessionScreen }));
const PeerScreen = lazy(async () => ({ default: (await import('./session/PeerScreen.js')).PeerScreen }));
const EventsScreen = lazy(async () => ({ default: (await import('./events/EventsScreen.js')).EventsScreen }));
const SettingsScreen = lazy(async () => ({ default: (await import('./settings/SettingsScreen.js')).SettingsScreen }));

/** A screen with what is on it. */
export type FilledScreen = Screen & { readonly Content: ComponentType };

/** The screens in the order of their links. The first is home. */
export const SCREENS: readonly [FilledScreen, ...FilledScreen[]] = [
  { name: 'overview', title: 'Overview', icon: 'overview', key: 'o', hasPeriod: true, Content: OverviewScreen },
  { name: 'alerts', title: 'Alerts', icon: 'bell', key: 'a', hasPeriod: true, Content: AlertsScreen },
  { name: 'peers', title: 'Peers', icon: 'peers', key: 'p', hasPeriod: true, Content: PeersScreen },
  { name: 'session', title: 'Session', icon: 'peers', below: 'peers', hasPeriod: false, Content: SessionScreen },
  { name: 'peer', title: 'Peer', icon: 'peers', below: 'peers', hasPeriod: false, Content: PeerScreen },
  { name: 'events', title: 'Events', icon: 'events', key: 'e', hasPeriod: false, Content: EventsScreen },
  { name: 'settings', title: 'Settings', icon: 'settings', key: 's', hasPeriod: false, Content: SettingsScreen },
];
