// Five pages from one build: the start page, the console, the training terminal, the phone and the design language.

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where a host of `tillgate up` answers while the pages are worked on with `npx vite`. */
const HOST = 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  appType: 'mpa',
  build: {
    target: 'es2023',
    // The content security policy allows images from data: and nothing else from there.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: ['index.html', 'console/index.html', 'pos/index.html', 'phone/index.html', 'design/index.html'],
    },
  },
  server: { proxy: { '/api': { target: HOST, ws: true } } },
});
