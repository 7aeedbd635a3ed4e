export interface Frame {
  frame: VideoFrame | ImageBitmap
}

export interface Reading {
  text: string | null
  fault: string | null
}

/** Reads frames of a video in a worker, one at a time; frames that come meanwhile are dropped. */
export class Decoder {
  private readonly worker = new Worker(new URL('./decoder.worker.ts', import.meta.url), { type: 'module' })
  private isBusy = false

  constructor(private readonly onReading: (text: string | null) => void) {
    this.worker.onmessage = (event: MessageEvent<Reading>) => {
      this.isBusy = false
      if (event.data.fault !== null) console.warn('frame not read:', event.data.fault)
      this.onReading(event.data.text)
    }
    this.worker.onerror = () => {
      this.isBusy = false
    }
  }

  async offer(video: HTMLVideoElement): Promise<void> {
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
