import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';

// Without vitest's globals Testing Library does not clean up by itself.
afterEach(cleanup);

// jsdom has no layout and says so on the console each time.
if (typeof window === 'object') window.scrollTo = () => {};
