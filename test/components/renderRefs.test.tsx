import { createRef, version, type Ref } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { ConnectionBanner, ConnectionIndicator } from '../../src/components/index.js';
import { lost, open, renderConnected } from '../support/react/components.js';

// The ref of an element is a prop since React 19, and stood beside the props before.
const isReact19 = !version.startsWith('18.');

describe('the ref of an element that takes the place of a part', () => {
  it('is set, and so is the ref of the part', () => {
    const part = createRef<HTMLSpanElement>();
    const mine = createRef<HTMLOutputElement>();
    renderConnected(<ConnectionIndicator ref={part} render={<output ref={mine} />} />, open());
    expect(mine.current?.tagName).toBe('OUTPUT');
    expect(part.current).toBe(mine.current);
  });

  it('is set when the part has none', () => {
    const mine = createRef<HTMLOutputElement>();
    renderConnected(<ConnectionIndicator render={<output ref={mine} />} />, open());
    expect(mine.current?.tagName).toBe('OUTPUT');
  });

  it('may be missing; the ref of the part is set all the same', () => {
    const part = createRef<HTMLSpanElement>();
    renderConnected(<ConnectionIndicator ref={part} render={<output />} />, open());
    expect(part.current?.tagName).toBe('OUTPUT');
  });

  it('is cleared with the element', () => {
    const part = createRef<HTMLElement>();
    const mine = createRef<HTMLElement>();
    const { set } = renderConnected(<ConnectionBanner ref={part} render={<aside ref={mine} />} />, lost());
    expect([mine.current?.tagName, part.current?.tagName]).toEqual(['ASIDE', 'ASIDE']);
    set({ status: 'closed' });
    expect([mine.current, part.current]).toEqual([null, null]);
  });

  it('is not called again when the part renders again', () => {
    const calls: string[] = [];
    const note =
      (name: string): Ref<HTMLElement> =>
      (element) =>
        void calls.push(`${name} ${element ? 'set' : 'cleared'}`);
    const [part, mine] = [note('part'), note('mine')];
    const page = () => <ConnectionBanner ref={part} render={<aside ref={mine} />} />;
    const { set, rerender } = renderConnected(page(), lost());
    calls.length = 0;
    set({ attempt: 4 });
    rerender(page());
    expect(calls).toEqual([]);
    set({ status: 'closed' });
    expect(calls.toSorted()).toEqual(['mine cleared', 'part cleared']);
  });

  it.runIf(isReact19)('may return a cleanup, which replaces the call with null', () => {
    const report = vi.spyOn(console, 'error');
    const calls: string[] = [];
    const mine: Ref<HTMLElement> = (element) => {
      calls.push(`set ${element?.tagName}`);
      return () => void calls.push('cleaned up');
    };
    const part = createRef<HTMLElement>();
    const { set } = renderConnected(<ConnectionBanner ref={part} render={<aside ref={mine} />} />, lost());
    set({ status: 'closed' });
    const attached = calls.filter((call) => call === 'set ASIDE');
    expect(attached.length).toBeGreaterThan(0);
    expect(calls).toHaveLength(2 * attached.length);
    expect(calls.at(-1)).toBe('cleaned up');
    expect(part.current).toBeNull();
    expect(report).not.toHaveBeenCalled();
  });

  it('can be exchanged for another', () => {
    const [first, second, part] = [createRef<HTMLElement>(), createRef<HTMLElement>(), createRef<HTMLElement>()];
    const { rerender } = renderConnected(<ConnectionBanner ref={part} render={<aside ref={first} />} />, lost());
    rerender(<ConnectionBanner ref={part} render={<aside ref={second} />} />);
    expect([first.current, second.current?.tagName, part.current?.tagName]).toEqual([null, 'ASIDE', 'ASIDE']);
  });
});
