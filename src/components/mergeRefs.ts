import { version, type ReactElement, type Ref, type RefCallback } from 'react';

/** The ref that an app gave an element: a prop since React 19, which warns about the field that held it before. */
export const refOf = (element: ReactElement<{ ref?: Ref<unknown> }>): Ref<unknown> | undefined =>
  Number.parseInt(version) >= 19 ? element.props.ref : (element as { ref?: Ref<unknown> }).ref;

/** One ref that sets both. It returns no cleanup of its own, because React 18 warns about those. */
export function mergeRefs(first: Ref<unknown> | undefined, second: Ref<unknown> | undefined): Ref<unknown> | undefined {
  if (!first || !second) return first ?? second;
  let detach: (() => void)[] = [];
  return (element) => {
    for (const undo of detach) undo();
    detach = element === null ? [] : [attach(first, element), attach(second, element)];
  };
}

function attach(ref: RefCallback<unknown> | { current: unknown }, element: unknown): () => void {
  if (typeof ref === 'function') return ref(element) ?? (() => ref(null));
  ref.current = element;
  return () => void (ref.current = null);
}
