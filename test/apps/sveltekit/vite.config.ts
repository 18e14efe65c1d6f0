import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import wengert from 'wengert/vite';

export default defineConfig({
  plugins: [
    sveltekit({
      adapter: adapter(),
      // Scripts of Svelte's own are allowed by a nonce.
      csp: { directives: { 'script-src': ['self'] } },
    }),
    wengert(),
  ],
});
