import { defineConfig } from 'vite'

import { precache } from './plugins/precache.ts'
import { sharedTokens } from './plugins/tokens.ts'

// Phones that stand at doors are rarely new ones.
const TARGETS = ['chrome111', 'safari16.4', 'firefox115']

export default defineConfig({
  base: '/scan/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../src/usher/site/phone/scan',
    emptyOutDir: true,
    target: TARGETS,
    cssTarget: TARGETS,
    // The content security policy allows no data: fonts or wasm.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  worker: { format: 'es' },
  plugins: [sharedTokens(), precache()],
  server: {
    proxy: {
      '/api': 'http://localhost:8000',
      '/_allauth': 'http://localhost:8000',
      '/accounts': 'http://localhost:8000',
    },
  },
})
