import { useEffect, type CSSProperties } from 'react';
import { FAULTS } from './faults.js';
import type { Breaking } from './useBreaking.js';

/** Six ways to break the path, by click or by the keys 1 to 6. */
export function FaultButtons({ breaking, isFresh }: { breaking: Breaking; isFresh: boolean }) {
  const { active, note, press } = breaking;

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const isTyping = event.target instanceof Element && event.target.matches('input, textarea, select');
      if (isTyping || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
      const fault = FAULTS[Number(event.key) - 1];
      if (fault) press(fault.name);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [press]);

  return (
    <>
      <fieldset className="faults" aria-label="Break the path" data-fresh={isFresh || undefined}>
        {FAULTS.map(({ name, title, what }, index) => {
          const isOn = active?.fault === name;
          return (
            <button
              type="button"
              key={name}
              aria-pressed={isOn}
              aria-keyshortcuts={String(index + 1)}
              style={isOn ? ({ '--lasts': `${active.forMs}ms` } as CSSProperties) : undefined}
              onClick={() => press(name)}
            >
              <b>
                <span>{title}</span>
                {isFresh && index === 0 ? <em>Start here</em> : <kbd aria-hidden="true">{index + 1}</kbd>}
              </b>
              <small>{what}</small>
              {isOn && name !== 'exhaust' && <i aria-hidden="true" />}
            </button>
          );
        })}
      </fieldset>
      <output className="note">{note}</output>
    </>
  );
}
