// The two dynamic requests of the about page.
'use strict';

function wire(button, output, ask) {
  document.querySelector(button).addEventListener('click', async () => {
    const line = document.querySelector(output);
    line.textContent = 'Asking …';
    const began = performance.now();
    try {
      const said = await ask();
      line.textContent = `${said} (${Math.round(performance.now() - began)} ms)`;
    } catch (error) {
      line.textContent = `That did not work: ${error.message}.`;
    }
  });
}

async function request(path, options) {
  const answer = await fetch(path, options);
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return answer;
}

wire('#ask-time', '#time', async () => (await (await request('/api/time')).json()).time);
wire('#send-text', '#echo', async () => {
  const body = document.querySelector('#text').value;
  const back = await (await request('/api/echo', { method: 'POST', body })).text();
  return back === body ? `Came back whole: ${back}` : `Came back different: ${back}`;
});
