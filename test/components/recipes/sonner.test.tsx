import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { Toaster } from 'sonner';
import { expect, it } from 'vitest';
import { failed, lost, open, renderConnected } from '../../support/react/components.js';
import { Outage } from '../../../stories/guides/toastWithSonner.js';

const toasts = () => [...document.querySelectorAll('[data-sonner-toast]')].map((toast) => toast.textContent);

it('a toast of sonner tells of a whole outage, retries, and is gone when the person puts it away', async () => {
  const page = (
    <>
      <Toaster closeButton />
      <Outage />
    </>
  );
  const { set, socket } = renderConnected(page, open());
  expect(toasts()).toEqual([]);
  set(lost({ lost: false }));
  expect(toasts()).toEqual([]);
  set({ lost: true });
  await waitFor(() => expect(toasts()).toEqual(['Connection lostReconnecting…Retry now']));
  set(lost({ cause: 'unreachable' }));
  await waitFor(() => expect(toasts()).toEqual(['Can’t reach the serverReconnecting…Retry now']));
  fireEvent.click(screen.getByRole('button', { name: 'Retry now' }));
  expect(socket.calls).toEqual(['reconnect']);
  set(open());
  await waitFor(() => expect(toasts()).toContain('Back onlineRetry now'));

  set(lost());
  await waitFor(() => expect(toasts()).toContain('Connection lostReconnecting…Retry now'));
  fireEvent.click(screen.getByRole('button', { name: 'Close toast' }));
  await waitFor(() => expect(toasts()).toEqual([]));
  set(lost({ attempt: 4 }));
  await act(() => new Promise((resolve) => setTimeout(resolve, 50)));
  expect(toasts()).toEqual([]);
  set(failed());
  await waitFor(() => expect(toasts()).toEqual(['Can’t reconnectTried 10 timesRetry now']));
});
