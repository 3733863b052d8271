'use client';
import { useCallback, useEffect } from 'react';
import { useDashboard } from './context.js';
import { parseAddress, placed, toHash, type Address } from './address.js';
import type { DashboardStore, OnOpen } from './dashboardStore.js';

/** Where the page is. */
export const useAddress = (): Address => useDashboard(({ address }) => address);

/** Makes the link to another place, with the page's period. */
export type LinkTo = (change: Partial<Address>) => string;

/** How links are made here. It is the same function until the page goes elsewhere, so that rows can be given it. */
export function useLinkTo(): LinkTo {
  const address = useAddress();
  return useCallback((change) => toHash(placed(address, change)), [address]);
}

/** The store goes where the browser goes: by a link, by Back, by an address that was typed. */
export function useBrowserAddress(store: DashboardStore): void {
  useEffect(() => {
    const follow = (): void => store.follow(parseAddress(location.hash));
    window.addEventListener('popstate', follow);
    window.addEventListener('hashchange', follow);
    return () => {
      window.removeEventListener('popstate', follow);
      window.removeEventListener('hashchange', follow);
    };
  }, [store]);
}

/** Where the browser is; home where there is none. */
export const browserAddress = (): Address => parseAddress(typeof location === 'undefined' ? '' : location.hash);

/** Tells the browser where the page is. */
export const tellBrowser: OnOpen = (address, how) => {
  if (how === 'push') history.pushState(null, '', toHash(address));
  else history.replaceState(null, '', toHash(address));
};
