// Moves the line of now, and the blocks' colours with their numbers.
const body = document.querySelector('.grid-body');
const svg = body.querySelector('.now-line');
const line = svg.querySelector('line');
const frame = body.parentElement;

const place = () => {
  const { from, until } = body.dataset;
  const share = (Date.now() / 1000 - from) / (until - from);
  svg.toggleAttribute('hidden', share < 0 || share >= 1);
  for (const end of ['y1', 'y2']) line.setAttribute(end, `${100 * share}%`);
  return share;
};

// As the server tells it: full at the capacity, filling from 80 of 100 on.
const colour = (block) => {
  const most = Number(block.dataset.most);
  const count = Number(block.querySelector('b').textContent.replace(/\D/g, ''));
  const now = count >= most ? 'full' : count * 100 >= most * 80 ? 'filling' : 'open';
  for (const name of ['open', 'filling', 'full']) block.classList.toggle(name, name === now);
};

for (const block of document.querySelectorAll('[data-most]:has(b)')) {
  const changed = new MutationObserver(() => colour(block));
  changed.observe(block.querySelector('b'), { childList: true, characterData: true, subtree: true });
}

const isCut = (part) => part.scrollHeight > part.clientHeight + 1 || part.scrollWidth > part.clientWidth + 1;

// Measured as the finger comes down: a moment later the block counts as pointed at, and is whole.
let cut = null;
frame.addEventListener('pointerdown', ({ target }) => {
  const block = target.closest('.cell-block');
  cut = block && [block, ...block.querySelectorAll('strong')].some(isCut) ? block : null;
});

// A finger can't point without tapping: its first tap on a block that is cut shows the whole of
// it, the second opens the session.
frame.addEventListener('click', (event) => {
  const block = event.target.closest('.cell-block');
  const shown = frame.querySelector('.whole-block');
  const lacks = block && (block === cut || block.closest('.short, .middling'));
  if (event.pointerType === 'touch' && lacks && block !== shown) {
    event.preventDefault();
    block.classList.add('whole-block');
  }
  if (shown !== block) shown?.classList.remove('whole-block');
});

const share = place();
setInterval(place, 30_000);
// What is on now, without moving the page itself.
if (share > 0 && share < 1) frame.scrollTop = body.scrollHeight * share - frame.clientHeight / 3;
