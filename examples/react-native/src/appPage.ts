import NetInfo from '@react-native-community/netinfo';
import type { PageAdapter } from 'heartbeat-socket/core';
import { AppState } from 'react-native';

// NetInfo answers by events alone; the last one is kept for the client's question.
let isOnline = true;
NetInfo.addEventListener(({ isConnected }) => {
  isOnline = isConnected !== false; // null is "not known yet"
});

/** The app for the client: in front or in the background, with a network or without. */
export const appPage: PageAdapter = {
  // iOS is `inactive` during a call or the app switcher: still in front, and about to come back.
  isHidden: () => AppState.currentState === 'background',
  isOnline: () => isOnline,
  subscribe: (tell) => {
    const app = AppState.addEventListener('change', (state) => {
      if (state === 'active') tell('visible');
      if (state === 'background') tell('hidden');
    });
    const stopNetwork = NetInfo.addEventListener(({ isConnected }) => {
      if (isConnected !== null) tell(isConnected ? 'online' : 'offline');
    });
    return () => {
      app.remove();
      stopNetwork();
    };
  },
};
