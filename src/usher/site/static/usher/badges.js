// The preview follows the design as it is changed, before it is saved.
const design = document.getElementById('design');
const of = document.getElementById('of');
const preview = document.getElementById('preview');
const unsaved = document.querySelector('[data-unsaved]');
let wait = 0;

function look() {
  const query = new URLSearchParams(new FormData(design));
  query.delete('csrfmiddlewaretoken');
  query.set('of', of.value);
  preview.src = `${preview.dataset.at}?${query}`;
}

function later() {
  clearTimeout(wait);
  wait = setTimeout(look, 150);
}

design.addEventListener('change', () => {
  unsaved.hidden = false;
  later();
});
of.addEventListener('change', later);
// A browser that goes back keeps what was chosen, and not the picture of it.
addEventListener('pageshow', later);
