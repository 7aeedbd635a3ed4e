export interface Frame {
  frame: VideoFrame | ImageBitmap
}

export interface Reading {
  text: string | null
  fault: string | null
}

/** Reads frames of a video in a worker, one at a time; of those that come meanwhile the newest is next. */
export class Decoder {
  private readonly worker = new Worker(new URL('./decoder.worker.ts', import.meta.url), { type: 'module' })
  private isBusy = false
  private missed: HTMLVideoElement | null = null

  constructor(private readonly onReading: (text: string | null) => void) {
    this.worker.onmessage = (event: MessageEvent<Reading>) => {
      this.isBusy = false
      if (event.data.fault !== null) console.warn('frame not read:', event.data.fault)
      this.onReading(event.data.text)
      if (this.missed !== null) void this.offer(this.missed)
    }
    this.worker.onerror = () => {
      this.isBusy = false
    }
  }

  async offer(video: HTMLVideoElement): Promise<void> {
    this.missed = this.isBusy ? video : null
    if (this.isBusy || video.videoWidth === 0) return
    this.isBusy = true
    try {
      const frame = await grab(video)
      this.worker.postMessage({ frame } satisfies Frame, [frame])
    } catch {
      this.isBusy = false // The video was changing; the next frame will do.
    }
  }

  close(): void {
    this.missed = null
    this.worker.terminate()
  }
}

async function grab(video: HTMLVideoElement): Promise<VideoFrame | ImageBitmap> {
  if ('VideoFrame' in window) {
    try {
      return new VideoFrame(video)
    } catch {
      // Fall through: some engines make no VideoFrame of a camera's video.
    }
  }
  return createImageBitmap(video)
}
