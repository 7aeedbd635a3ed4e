// Ticking rows: all on the page, a run of them with Shift, and how many are ticked.
const boxes = (form) => [...form.querySelectorAll('tbody .tick input')];

let last = null;

const tell = (form) => {
  const all = boxes(form);
  const ticked = all.filter((box) => box.checked).length;
  const words = form.querySelector('.chosen');
  const count = ticked.toLocaleString(document.documentElement.lang);
  if (words) words.textContent = ticked ? words.dataset.some.replace('COUNT', count) : words.dataset.none;
  const head = form.querySelector('[data-all]');
  if (!head) return;
  head.checked = ticked > 0 && ticked === all.length;
  head.indeterminate = ticked > 0 && ticked < all.length;
};

document.addEventListener('click', (event) => {
  const box = event.target.closest?.('.many .tick input');
  if (!box) return;
  const form = box.closest('.many');
  if ('all' in box.dataset) {
    for (const one of boxes(form)) one.checked = box.checked;
  } else {
    const all = boxes(form);
    const from = all.indexOf(last);
    if (event.shiftKey && from >= 0) {
      const ends = [from, all.indexOf(box)].sort((a, b) => a - b);
      for (const one of all.slice(ends[0], ends[1] + 1)) one.checked = box.checked;
    }
    last = box;
  }
  tell(form);
});

// The browser keeps ticks over a reload and the way back.
for (const form of document.querySelectorAll('.many')) tell(form);
