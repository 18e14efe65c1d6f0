import { defineConfig } from 'vite';
import wengert from 'wengert/vite';

export default defineConfig({
  plugins: [wengert()],
  resolve: { alias: { '@': import.meta.dirname } },
  worker: { format: 'es', plugins: () => [wengert()] },
});
