// Set-up of the story tests: five browsers on two cores may need longer than Testing Library's second for what a play waits for.
import { configure } from 'storybook/test';

configure({ asyncUtilTimeout: 20_000 });
