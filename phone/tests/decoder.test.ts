import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { Decoder } from '../src/camera/decoder'

let posted: unknown[] = []
let answer = (_: string | null): void => undefined

/** The worker that decodes, from outside. */
class FakeWorker {
  onmessage = (_: { data: { text: string | null; fault: null } }): void => undefined

  constructor() {
    answer = (text) => this.onmessage({ data: { text, fault: null } })
  }

  postMessage(message: unknown): void {
    posted.push(message)
  }
}

beforeEach(() => {
  posted = []
  vi.stubGlobal('window', {})
  vi.stubGlobal('Worker', FakeWorker)
  vi.stubGlobal('createImageBitmap', (video: { shows: string }) => Promise.resolve(video.shows))
})

afterEach(() => vi.unstubAllGlobals())

test('a frame that came while another was read is read next, as the camera shows it by then', async () => {
  const read: (string | null)[] = []
  const decoder = new Decoder((text) => void read.push(text))
  const video = { videoWidth: 1280, shows: 'nobody' } as unknown as HTMLVideoElement & { shows: string }
  await decoder.offer(video)
  await decoder.offer(video)
  video.shows = 'Ada'

  answer(null)
  await vi.waitFor(() => expect(posted).toHaveLength(2))
  answer('ADA')
  await Promise.resolve()

  expect([posted, read]).toEqual([[{ frame: 'nobody' }, { frame: 'Ada' }], [null, 'ADA']])
})
