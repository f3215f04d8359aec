// Searches the list of cities in the browser, and keeps the query in the address.
'use strict';

const query = document.querySelector('#q');
const order = document.querySelector('#order');
const count = document.querySelector('.count');
const results = document.querySelector('#results');

const plain = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const number = new Intl.NumberFormat('en');
const orders = {
  population: (a, b) => b.population - a.population,
  name: (a, b) => a.name.localeCompare(b.name, 'en'),
  latitude: (a, b) => b.latitude - a.latitude,
};

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function card(city) {
  return element('li', {}, element('a', { href: `/cities/${city.slug}.html` },
    element('img', { src: `/img/relief-${city.code}.png`, alt: '', loading: 'lazy', width: 480, height: 180 }),
    element('div', {},
      element('b', { textContent: city.name }),
      element('small', { textContent: `${city.country} · ${number.format(city.population)}` }))));
}

function show(cities) {
  const words = plain(query.value).split(/\s+/).filter(Boolean);
  const found = cities
    .filter(city => words.every(word => city.text.includes(word)))
    .sort(orders[order.value]);
  results.replaceChildren(...found.map(card));
  count.textContent = found.length === 0
    ? 'No city here has that in its name, country or region.'
    : `${found.length} of ${cities.length} cities`;
  const address = new URL(location.href);
  address.search = query.value ? `?q=${encodeURIComponent(query.value)}` : '';
  history.replaceState(null, '', address);
}

async function start() {
  const answer = await fetch('/data/cities.json');
  if (!answer.ok) throw new Error(`the list answered ${answer.status}`);
  const cities = (await answer.json()).cities
    .map(city => ({ ...city, text: plain(`${city.name} ${city.country} ${city.region}`) }));
  query.value = new URLSearchParams(location.search).get('q') ?? '';
  query.addEventListener('input', () => show(cities));
  order.addEventListener('change', () => show(cities));
  query.form.addEventListener('submit', event => event.preventDefault());
  show(cities);
}

start().catch(error => { count.textContent = `The list of cities could not be read: ${error.message}.`; });
