import { readFileSync } from 'node:fs'

import { browserslistToTargets, transform } from 'lightningcss'
import type { Plugin } from 'vite'

const SOURCE = new URL('../src/styles/tokens.css', import.meta.url)
const TARGETS = browserslistToTargets(['chrome 111', 'safari 16.4', 'firefox 115'])

/** Also writes the design tokens as /scan/tokens.css, unhashed, for the console to import. */
export function sharedTokens(): Plugin {
  return {
    name: 'usher-tokens',
    apply: 'build',
    generateBundle() {
      const { code } = transform({
        filename: 'tokens.css',
        code: readFileSync(SOURCE),
        minify: true,
        targets: TARGETS,
      })
      this.emitFile({ type: 'asset', fileName: 'tokens.css', source: code })
    },
  }
}
