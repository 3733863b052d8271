import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { moreStoryProjects, storyProjects } from './storyProjects.js';

/** `npm run test:stories`: every story in every look. */
export default defineConfig({
  root: fileURLToPath(new URL('../../..', import.meta.url)),
  test: { attachmentsDir: '.cache/attachments', projects: [...storyProjects, ...moreStoryProjects] },
});
