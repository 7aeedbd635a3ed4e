import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url'

import type { Frame, Reading } from './decoder'

prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true })

let buffer = new Uint8Array(0)

self.onmessage = async (event: MessageEvent<Frame>) => {
  const { frame } = event.data
  const reading: Reading = { text: null, fault: null }
  try {
    reading.text = await read(await pixels(frame))
  } catch (error) {
    reading.fault = String(error)
  } finally {
    frame.close()
  }
  self.postMessage(reading)
}

async function read(image: ImageData): Promise<string | null> {
  const found = await readBarcodes(image, { formats: ['QRCode'], maxNumberOfSymbols: 1 })
  const text = found.find((code) => code.isValid)?.text.trim()
  return text === undefined || text === '' ? null : text
}

async function pixels(frame: VideoFrame | ImageBitmap): Promise<ImageData> {
  if (!('copyTo' in frame)) return drawn(frame)
  try {
    return await copied(frame)
  } catch {
    // Older engines convert no colours while copying.
    return drawn(frame)
  }
}

async function copied(frame: VideoFrame): Promise<ImageData> {
  const { width = 0, height = 0 } = frame.visibleRect ?? {}
  const options = { format: 'RGBA' as const }
  const size = frame.allocationSize(options)
  if (buffer.length !== size) buffer = new Uint8Array(size)
  await frame.copyTo(buffer, options)
  return new ImageData(new Uint8ClampedArray(buffer.buffer), width, height)
}

let canvas: OffscreenCanvas | null = null

function drawn(frame: VideoFrame | ImageBitmap): ImageData {
  const width = 'displayWidth' in frame ? frame.displayWidth : frame.width
  const height = 'displayHeight' in frame ? frame.displayHeight : frame.height
  canvas ??= new OffscreenCanvas(width, height)
  if (canvas.width !== width || canvas.height !== height) canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) throw new Error('This browser gives no canvas to a worker.')
  context.drawImage(frame, 0, 0)
  return context.getImageData(0, 0, width, height)
}
