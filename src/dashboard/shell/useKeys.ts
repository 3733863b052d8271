'use client';
import { useEffect, useState } from 'react';
import { placed } from '../state/address.js';
import { useDashboardStore } from '../state/context.js';
import type { Screen } from './screen.js';

/** How long after `g` a screen's letter is waited for. */
const SEQUENCE_MS = 1_500;
const KEPT_AS = 'heartbeat-socket:single-keys';

/** Single keys, which a person may turn off: speech input, for one, would press them by accident (WCAG 2.1.4). */
export function useKeys(screens: readonly Screen[]): {
  readonly isOn: boolean;
  readonly turn: (isOn: boolean) => void;
} {
  const store = useDashboardStore();
  const [isOn, setIsOn] = useState(() => attempt(() => localStorage.getItem(KEPT_AS)) !== 'off');
  useEffect(() => {
    if (!isOn) return undefined;
    let goAt = -Infinity;
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const { address } = store.getState();
      const isGoing = event.timeStamp - goAt < SEQUENCE_MS;
      goAt = event.key === 'g' ? event.timeStamp : -Infinity;
      const screen = isGoing ? screens.find(({ key }) => key === event.key) : undefined;
      if (screen) store.open(placed(address, { screen: screen.name }));
      else if (event.key === '/') shown('[data-find]').at(-1)?.focus();
      else if (event.key === '.') store.pause(!store.getState().isPaused);
      else if (event.key === 'j' || event.key === 'k') step('[data-row]', event.key === 'j' ? 1 : -1);
      else if (event.key === '[' || event.key === ']') step('[data-record]', event.key === ']' ? 1 : -1);
      else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
        if (event.target !== document.body) return;
        focusFirst('[data-time]');
      } else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [isOn, screens, store]);
  return {
    isOn,
    turn(next) {
      setIsOn(next);
      attempt(() => (next ? localStorage.removeItem(KEPT_AS) : localStorage.setItem(KEPT_AS, 'off')));
    },
  };
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input:not([type=range]), textarea, select, dialog') !== null;

/** The elements that exist and are visible. */
const shown = (selector: string): HTMLElement[] =>
  [...document.querySelectorAll<HTMLElement>(selector)].filter((element) => element.offsetParent !== null);

const focusFirst = (selector: string): void => shown(selector)[0]?.focus();

function step(selector: string, by: 1 | -1): void {
  const rows = shown(selector);
  const at = rows.findIndex((row) => row === document.activeElement);
  rows[at === -1 ? (by === 1 ? 0 : rows.length - 1) : at + by]?.focus();
}

function attempt<Value>(ask: () => Value): Value | null {
  try {
    return ask();
  } catch {
    return null;
  }
}
