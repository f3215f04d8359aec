namespace Selvedge.ExampleApp;

/// <summary>The page of the example application: a clock that tells from where it is served.</summary>
internal static class ExamplePage
{
    /// <summary>One document; it asks <c>/api/where</c> every second.</summary>
    public const string Html = """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Edge Clock</title>
        <style>
        :root { color-scheme: light dark; --ink: #17202a; --soft: #5d6b78; --page: #f6f4ef; --line: #d9d3c7; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #eef1f4; --soft: #93a1af; --page: #12171d; --line: #2a333d; }
        }
        body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--page);
          color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
        main { padding: 2rem; text-align: center; }
        time { display: block; font-size: clamp(3rem, 14vw, 8rem); font-weight: 600; letter-spacing: -.03em;
          font-variant-numeric: tabular-nums; line-height: 1.1; }
        dl { display: grid; grid-template-columns: auto auto; gap: .25rem 1.5rem; justify-content: center;
          margin: 2rem 0 0; padding-top: 1.5rem; border-top: 1px solid var(--line); text-align: left; }
        dt { color: var(--soft); } dd { margin: 0; font-variant-numeric: tabular-nums; }
        </style>
        </head>
        <body>
        <main>
        <h1 id="greeting">Edge Clock</h1>
        <time id="time">--:--:--</time>
        <dl>
        <dt>Location</dt><dd id="location">...</dd>
        <dt>Pod</dt><dd id="pod">...</dd>
        <dt>Version</dt><dd id="version">...</dd>
        <dt>Answered</dt><dd id="answered">...</dd>
        </dl>
        </main>
        <script>
        async function tick() {
          try {
            const where = await (await fetch('api/where')).json();
            for (const name of ['location', 'pod', 'version', 'answered']) {
              document.getElementById(name).textContent = where[name];
            }
            if (where.greeting) document.getElementById('greeting').textContent = where.greeting;
            document.getElementById('time').textContent = where.time.slice(11, 19);
          } catch { /* the next second asks again */ }
        }
        tick();
        setInterval(tick, 1000);
        </script>
        </body>
        </html>
        """;
}
