import { vi } from 'vitest'

// A phone whose owner reads English, and where nothing was chosen; tests of another phone bring their own.
vi.stubGlobal('navigator', { languages: ['en-GB'] })
vi.stubGlobal('localStorage', { getItem: () => null })
