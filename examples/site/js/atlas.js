// Says at the foot of each page how the edge served it, where the answer tells.
'use strict';

async function showServed() {
  const line = document.querySelector('.served');
  const began = performance.now();
  const answer = await fetch(location.pathname, { method: 'HEAD' });
  const took = Math.max(1, Math.round(performance.now() - began));
  const cache = answer.headers.get('cache-status');
  const via = answer.headers.get('via');
  const parts = [`answered in ${took} ms`];
  if (via) parts.unshift(`via ${via}`);
  if (cache) parts.push(/;\s*hit\b/.test(cache) ? 'from the cache' : 'from the origin');
  line.querySelector('.served-text').textContent = parts.join(', ');
  line.hidden = false;
}

showServed().catch(() => { /* offline: the page itself is here, so nothing is said */ });
