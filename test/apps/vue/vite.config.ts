import { fileURLToPath, URL } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';
import vueDevTools from 'vite-plugin-vue-devtools';
import wengert from 'wengert/vite';

export default defineConfig({
  plugins: [vue(), vueDevTools(), wengert()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
});
