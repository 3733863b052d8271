import type { ReactNode } from 'react';

/** `#portal` in React Native, which has no react-dom to import; the banner itself needs a document. */
export const createPortal = (children: ReactNode): ReactNode => children;
