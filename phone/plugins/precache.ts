import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'

import type { Plugin } from 'vite'

const WORKER = new URL('../src/worker.js', import.meta.url)
const PUBLIC = new URL('../public/', import.meta.url)

// Names in other scripts fall back to the system's fonts when there is no network.
const LEFT_OUT = /(cyrillic|greek|vietnamese)|^tokens\.css$/

/** Writes sw.js with the list of files that make the app, and a version made of their content. */
export function precache(): Plugin {
  return {
    name: 'usher-precache',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      const hash = createHash('sha256')
      const names = Object.keys(bundle).filter((name) => !LEFT_OUT.test(name)).sort()
      for (const name of names) hash.update(name).update(content(bundle[name]))
      for (const name of readdirSync(PUBLIC).sort()) {
        hash.update(name).update(readFileSync(new URL(name, PUBLIC)))
        names.push(name)
      }
      const paths = ['', ...names.filter((name) => name !== 'index.html')]
      this.emitFile({ type: 'asset', fileName: 'sw.js', source: written(paths, hash.digest('hex')) })
    },
  }
}

type Output = { type: 'chunk'; code: string } | { type: 'asset'; source: string | Uint8Array }

function content(output: Output | undefined): string | Uint8Array {
  if (output === undefined) return ''
  return output.type === 'chunk' ? output.code : output.source
}

function written(paths: string[], digest: string): string {
  const urls = paths.map((path) => `/scan/${path}`)
  return readFileSync(WORKER, 'utf8')
    .replace("'VERSION'", JSON.stringify(digest.slice(0, 12)))
    .replace("['FILES']", JSON.stringify(urls))
}
