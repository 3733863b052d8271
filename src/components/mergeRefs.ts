import { version, type ReactElement, type Ref, type RefCallback, type RefObject } from 'react';

/** The ref that an app gave an element: a prop since React 19, which warns about the field that held it before. */
export const refOf = (element: ReactElement<{ ref?: Ref<unknown> }>): Ref<unknown> | undefined =>
  Number.parseInt(version) >= 19 ? element.props.ref : (element as { ref?: Ref<unknown> }).ref;

/** One ref that sets both. It returns no cleanup of its own, because React 18 warns about those. */
export function mergeRefs(first: Ref<unknown> | undefined, second: Ref<unknown> | undefined): Ref<unknown> | undefined {
  if (!first || !second) return first ?? second;
  let cleanups: (() => void)[] = [];
  return (element) => {
    for (const cleanUp of cleanups) cleanUp();
    cleanups =
      element === null ? [] : [first, second].map((ref) => setRef(ref, element) ?? (() => void setRef(ref, null)));
  };
}

/** Returns the ref's own cleanup, if it has one. */
const setRef = (ref: RefCallback<unknown> | RefObject<unknown>, value: unknown): void | (() => void) =>
  typeof ref === 'function' ? ref(value) : void (ref.current = value);
