// Watches a page that reads badges, from outside: when the film's strip first shows a badge, when
// the verdict on it is painted, and how often the page paints and decodes meanwhile.
const STRIP_HEIGHT = 24
const STRIP_FIELDS = 16

const probe = { seen: [], told: [], states: [], paints: 0, decodes: 0, since: 0 }
globalThis.probe = probe

/** Starts to count anew. */
probe.start = () => Object.assign(probe, { seen: [], told: [], paints: 0, decodes: 0, since: performance.now() })

probe.result = () => ({ ...probe, lasted: performance.now() - probe.since })

probe.afterPaint = (then) => requestAnimationFrame(() => {
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => then(performance.now())
  port2.postMessage(null)
})

let readAt = 0
const { mark } = performance
performance.mark = (name, ...rest) => {
  const made = mark.call(performance, name, ...rest)
  if (name === 'usher:read') readAt = made.startTime
  if (name === 'usher:verdict') noteVerdict(readAt, made.startTime)
  return made
}

function noteVerdict(read, decided) {
  probe.afterPaint((painted) => {
    const verdict = document.querySelector('[data-testid=verdict]')
    const name = verdict?.querySelector('[data-testid=verdict-name]')?.textContent ?? ''
    probe.told.push({ name, outcome: verdict?.dataset.outcome ?? '', by: verdict?.dataset.by ?? '', read, decided, painted })
  })
}

const post = Worker.prototype.postMessage
Worker.prototype.postMessage = function (message, ...rest) {
  if (message?.frame) probe.decodes += 1
  return post.call(this, message, ...rest)
}

function countPaints() {
  probe.paints += 1
  requestAnimationFrame(countPaints)
}

// Of each frame only the strip's brightness is copied: to draw the frame takes as long as the app.
async function numberOn(video) {
  const frame = new VideoFrame(video)
  const { width } = frame.visibleRect
  const rect = { x: 0, y: 0, width, height: STRIP_HEIGHT }
  const strip = new Uint8Array(frame.allocationSize({ rect }))
  const [{ offset, stride }] = await frame.copyTo(strip, { rect })
  frame.close()
  const middle = offset + stride * (STRIP_HEIGHT / 2) + width / STRIP_FIELDS / 2
  let number = 0
  for (let field = 0; field < STRIP_FIELDS; field += 1) {
    number = number * 2 + Number(strip[middle + (field * width) / STRIP_FIELDS] > 128)
  }
  return number
}

function watch(video) {
  let before = -1
  const look = async (_, { presentationTime }) => {
    video.requestVideoFrameCallback(look)
    const number = await numberOn(video)
    // Only what comes after an empty view came just now.
    if (number > 0 && before === 0) probe.seen.push({ number, at: presentationTime })
    before = number
  }
  video.requestVideoFrameCallback(look)
}

const timer = setInterval(() => {
  const video = document.querySelector('video')
  if (video === null) return
  clearInterval(timer)
  watch(video)
  requestAnimationFrame(countPaints)
}, 50)
