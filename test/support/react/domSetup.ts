import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';

// Without vitest's globals Testing Library does not clean up by itself.
afterEach(cleanup);
