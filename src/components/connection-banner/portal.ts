/** `#portal` in a browser. */
export { createPortal } from 'react-dom';
