import type { HeartbeatSocket } from 'heartbeat-socket';
import { useCallback, useEffect, useReducer } from 'react';
import type { Breakage } from '../path/createPath.js';
import { CALM, tell, type Story } from './story.js';

/** The story of the last breakage, told from the connection's own log. */
export function useStory(socket: HeartbeatSocket): [Story, (breakage: Breakage | null) => void] {
  const [story, dispatch] = useReducer(tell, CALM);
  useEffect(() => socket.onEvent((record) => dispatch({ type: 'recorded', record })), [socket]);
  const begin = useCallback((breakage: Breakage | null) => dispatch({ type: 'broken', breakage }), []);
  return [story, begin];
}
