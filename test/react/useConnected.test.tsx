import { act, render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, it, onTestFinished, vi } from 'vitest';
import { useConnected } from '../../src/react/useConnected.js';
import { createScriptedSocket } from '../../src/testing/index.js';

it('a listener that throws as it is called at once is reported, and leaves the page as it is', () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  onTestFinished(() => said.mockRestore());
  vi.stubGlobal('reportError', undefined);
  onTestFinished(() => void vi.unstubAllGlobals());
  const socket = createScriptedSocket({ status: 'open' });
  const Late = (): ReactNode => {
    useConnected(() => {
      throw new Error('mine');
    }, socket);
    return <b>child</b>;
  };
  const { rerender } = render(<p>page</p>);
  expect(() =>
    act(() =>
      rerender(
        <>
          <p>page</p>
          <Late />
        </>,
      ),
    ),
  ).not.toThrow();
  expect(screen.getByText('child')).toBeDefined();
  expect(said).toHaveBeenCalledWith(expect.objectContaining({ message: 'mine' }));
});
