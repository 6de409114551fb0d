import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  build: {
    // The collector's package contains the pages, so that one process serves both.
    outDir: '../collector/public',
    emptyOutDir: true,
    target: 'es2022',
    // No inlining: the content security policy allows data: only for images.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 600,
  },
  server: {
    proxy: { '/api': 'http://127.0.0.1:7377' },
  },
});
