/**
 * Keeps an element where a person can reach it: at `home`, and inside the topmost modal dialog while there is one. Nothing
 * outside of a modal dialog can be clicked, focused or heard, not even a popover above it.
 *
 * @returns the undo, which takes the element out of the document
 */
export function keepReachable(element: HTMLElement, home: Element | null): () => void {
  // In the order in which they were opened: the last one is the topmost.
  const opened = new Set<Element>();
  const place = (): void => {
    for (const dialog of opened) if (!isModal(dialog)) opened.delete(dialog);
    for (const dialog of document.querySelectorAll('dialog[open]')) if (isModal(dialog)) opened.add(dialog);
    const top = [...opened].at(-1);
    const parent = top && !top.contains(home) ? top : home;
    if (parent && element.parentNode !== parent) move(element, parent);
    // A dialog that goes away without being closed takes the element along.
    observer.observe(document, { attributeFilter: ['open'], childList: opened.size > 0, subtree: true });
  };
  const observer = new MutationObserver(place);
  place();
  return () => {
    observer.disconnect();
    element.remove();
  };
}

/** False for a dialog that was closed or taken out of the document, and in browsers from before 2022, which lack `:modal`. */
function isModal(dialog: Element): boolean {
  try {
    return dialog.matches(':modal');
  } catch {
    return false;
  }
}

/** `moveBefore` (Chromium 133, Firefox 144) keeps focus and animations; elsewhere focus is put back. */
function move(element: HTMLElement, parent: Element): void {
  const { activeElement } = document;
  const isInside = element.contains(activeElement);
  if (element.isConnected && 'moveBefore' in parent) parent.moveBefore(element, null);
  else parent.append(element);
  if (isInside) (activeElement as HTMLElement).focus({ preventScroll: true });
}
