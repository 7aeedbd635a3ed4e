// Goes to the badge's PDF once, right after somebody was added "and printed".
// The address is put right first, so that coming back doesn't print again.
const link = document.querySelector("#print");
if (link) {
  const here = new URL(location.href);
  here.searchParams.delete("print");
  history.replaceState(null, "", here);
  location.assign(link.href);
}
