// The pages' only script: theme, details, and regions that arrive from /live and are morphed in place.
(() => {
  'use strict';
  const root = document.documentElement;

  // Theme: the system's, unless a person chose.
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const chosen = () => { try { return localStorage.getItem('theme'); } catch { return null; } };
  const paint = () => { root.dataset.theme = chosen() ?? (dark.matches ? 'dark' : 'light'); };
  paint();
  dark.addEventListener('change', paint);
  addEventListener('storage', paint);

  const toggleTheme = () => {
    const next = root.dataset.theme === 'dark' ? 'light' : 'dark';
    try { localStorage.setItem('theme', next); } catch { /* a private window forgets */ }
    root.dataset.theme = next;
  };

  // Details: the row's own button, or a shut gate in it.
  const expand = (opener, open) => {
    opener.setAttribute('aria-expanded', String(open));
    const detail = document.getElementById(opener.getAttribute('aria-controls'));
    if (detail) detail.hidden = !open;
  };

  const onClick = event => {
    if (event.target.closest('#theme')) return toggleTheme();
    const gate = event.target.closest('[data-opens]');
    const row = event.target.closest('tr.verdict, tr.opens');
    const opener = gate ? document.getElementById(gate.dataset.opens)?.querySelector('.opener') : row?.querySelector('.opener');
    if (opener && !String(getSelection()) && !event.target.closest('a')) {
      const open = opener.getAttribute('aria-expanded') !== 'true';
      expand(opener, open);
      // What a person reads can be sent to another: the address names it.
      const body = opener.closest('tr.opens')?.parentElement;
      if (body) history.replaceState(null, '', open ? `#${encodeURIComponent(body.id)}` : location.pathname);
    }
    const place = event.target.closest('a.place');
    if (place) {
      event.preventDefault();
      const target = document.getElementById(decodeURIComponent(place.getAttribute('href').slice(1)));
      target?.scrollIntoView({ block: 'center' });
      target?.focus({ preventScroll: true });
    }
  };

  // A link that names a row opens it, also when the row arrives after the page.
  let wanted = null;
  const want = () => {
    try { wanted = decodeURIComponent(location.hash.slice(1)) || null; } catch { wanted = null; }
    reveal();
  };
  const reveal = () => {
    const target = wanted && document.getElementById(wanted);
    if (!target) return;
    wanted = null;
    const opener = target.querySelector(':scope > tr.opens .opener');
    if (opener) { expand(opener, true); opener.focus({ preventScroll: true }); }
    target.scrollIntoView({ block: opener ? 'start' : 'nearest' });
  };

  // WCAG 1.4.13: Escape puts a tip away until its gate is left.
  const onKey = event => {
    if (event.key === 'Escape') document.activeElement?.closest('.gate')?.classList.add('quiet-tip');
  };
  const onLeave = event => event.target.closest?.('.gate')?.classList.remove('quiet-tip');

  // Morph: makes one element like another, keeping the nodes (and so focus, scrolling and open details) that match.
  const keyOf = node => node.nodeType === 1 ? node.id || node.getAttribute('data-key') : null;

  const morphAttributes = (from, to) => {
    const keep = (from.getAttribute('data-keep') ?? '').split(' ');
    for (const { name } of [...from.attributes]) {
      if (!to.hasAttribute(name) && !keep.includes(name) && name !== 'class') from.removeAttribute(name);
    }
    for (const { name, value } of to.attributes) {
      if (!keep.includes(name) && from.getAttribute(name) !== value) from.setAttribute(name, value);
    }
  };

  const pulse = element => {
    element.classList.remove('pulse');
    requestAnimationFrame(() => element.classList.add('pulse'));
  };

  const morph = (from, to) => {
    if (from.nodeType !== 1) {
      if (from.data !== to.data) from.data = to.data;
      return;
    }
    const since = from.getAttribute('data-since');
    if (since !== null && since === to.getAttribute('data-since')) return;
    const told = from.hasAttribute('data-pulse')
      && (from.getAttribute('data-pulse') || from.textContent) !== (to.getAttribute('data-pulse') || to.textContent);
    morphAttributes(from, to);
    morphChildren(from, to);
    if (told) pulse(from);
  };

  const morphChildren = (from, to) => {
    const keyed = new Map();
    for (const child of from.childNodes) {
      const key = keyOf(child);
      if (key) keyed.set(key, child);
    }
    const used = new Set();
    let cursor = from.firstChild;
    for (const child of [...to.childNodes]) {
      const key = keyOf(child);
      let match = key ? keyed.get(key) : null;
      if (!key) {
        while (cursor && (used.has(cursor) || keyOf(cursor))) cursor = cursor.nextSibling;
        if (cursor && cursor.nodeType === child.nodeType && cursor.nodeName === child.nodeName) match = cursor;
      }
      if (match && match.nodeName === child.nodeName) {
        used.add(match);
        if (match === cursor) cursor = cursor.nextSibling;
        else from.insertBefore(match, cursor);
        morph(match, child);
      } else {
        used.add(child);
        from.insertBefore(child, cursor);
        if (child.nodeType === 1 && key) child.classList.add('fresh');
      }
    }
    for (const child of [...from.childNodes]) {
      if (!used.has(child)) child.remove();
    }
  };

  const policy = window.trustedTypes?.createPolicy('selvedge', { createHTML: html => html })
    ?? { createHTML: html => html };

  const take = ({ id, html }) => {
    const from = document.getElementById(id);
    const template = document.createElement('template');
    template.innerHTML = policy.createHTML(html);
    const to = template.content.firstElementChild;
    if (from && to) { morph(from, to); tick(); reveal(); }
  };

  // Ages that move by themselves.
  const span = seconds => seconds < 90 ? `${seconds} s` : seconds < 5400 ? `${Math.floor(seconds / 60)} min`
    : seconds < 129600 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86400)} d`;
  const tick = () => {
    for (const element of document.querySelectorAll('[data-since]')) {
      const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(element.dataset.since)) / 1000));
      const text = `(${span(seconds)})`;
      if (element.textContent !== text) element.textContent = text;
    }
  };

  // The stream. The browser resumes it; a closed one is opened anew, and silence counts as lost.
  let heard = performance.now();
  const hear = () => { heard = performance.now(); document.getElementById('lost').hidden = true; };
  const listen = () => {
    const source = new EventSource(root.dataset.live);
    source.addEventListener('hello', event => { hear(); if (event.data !== root.dataset.build) location.reload(); });
    source.addEventListener('beat', hear);
    source.addEventListener('fragment', event => { hear(); take(JSON.parse(event.data)); });
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
    };
  };

  // After the browser's own jump, which would take the focus away.
  addEventListener('load', () => requestAnimationFrame(want));

  document.addEventListener('DOMContentLoaded', () => {
    document.addEventListener('click', onClick);
    document.addEventListener('keydown', onKey);
    document.addEventListener('focusout', onLeave);
    document.addEventListener('mouseout', onLeave);
    addEventListener('hashchange', want);
    tick();
    setInterval(tick, 1000);
    setInterval(() => { if (performance.now() - heard > 4000) document.getElementById('lost').hidden = false; }, 500);
    listen();
  });
})();
