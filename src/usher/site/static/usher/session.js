// Asks for the last scans when the numbers move; and now and then, since a repeated scan moves none.
const scans = document.getElementById('scans');
const again = () => {
  if (document.visibilityState === 'visible') scans.dispatchEvent(new CustomEvent('scanned'));
};

if (scans?.hasAttribute('hx-get')) {
  const counts = document.querySelector('.sums');
  new MutationObserver(again).observe(counts, { childList: true, characterData: true, subtree: true });
  setInterval(again, 15_000);
}
