import type { StateStore } from './stateStore.js';

/**
 * Keeps the changes of operators in memory only: a restart forgets them. For tests, and for gateways whose settings are
 * deployed and never changed by hand.
 * @example
 * createHeartbeatGateway({ port: 8080, state: memoryState() });
 */
export function memoryState(): StateStore {
  return {
    open() {
      const sections = new Map<string, unknown>();
      return {
        problem: null,
        read: (section) => sections.get(section),
        async save(section, value) {
          sections.set(section, value);
        },
        setAside() {
          sections.clear();
          return 'nowhere';
        },
        async close() {},
      };
    },
  };
}
