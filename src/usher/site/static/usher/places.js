// On a phone the places of an event are one long row: bring the one that is open into sight.

const open = document.querySelector(".places [aria-current]");
const row = open?.closest(".places");
if (row && row.scrollWidth > row.clientWidth) {
  row.scrollLeft += open.getBoundingClientRect().x - (row.clientWidth - open.clientWidth) / 2;
}
