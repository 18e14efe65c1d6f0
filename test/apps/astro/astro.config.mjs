import { defineConfig } from 'astro/config';
import wengert from 'wengert/vite';

export default defineConfig({
  vite: { plugins: [wengert()] },
  // A policy of hashes in every page.
  security: { csp: true },
});
