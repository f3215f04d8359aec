namespace Selvedge.Console.Tests.Pages;

/// <summary>Measures the contrast of every visible text against what is behind it (WCAG 2.2, 1.4.3).</summary>
internal static class Contrast
{
    /// <summary>Returns what falls short of 4.5, or of 3 for large text. Colours are resolved by drawing
    /// them.</summary>
    public const string Script =
        """
        () => {
          const context = Object.assign(document.createElement('canvas'), { width: 1, height: 1 })
            .getContext('2d', { willReadFrequently: true });
          const rgba = color => {
            context.clearRect(0, 0, 1, 1); context.fillStyle = color; context.fillRect(0, 0, 1, 1);
            const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
            return [r, g, b, a / 255];
          };
          const over = (top, under) => [0, 1, 2].map(i => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
          const luminance = color => [0, 1, 2].map(i => color[i] / 255)
            .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
            .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
          const behind = element => {
            const layers = [];
            for (let e = element; e; e = e.parentElement) layers.unshift(rgba(getComputedStyle(e).backgroundColor));
            return layers.reduce((under, top) => over(top, under), [255, 255, 255, 1]);
          };
          const bad = new Set();
          let measured = 0;
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const element = walker.currentNode.parentElement, style = getComputedStyle(element);
            const box = element.getBoundingClientRect();
            const words = walker.currentNode.data.trim();
            if (!words || box.width < 2 || style.visibility === 'hidden') continue;
            if (element.closest('.hide, noscript')) continue;
            const drawn = element instanceof SVGElement;
            const under = behind(element), text = over(rgba(drawn ? style.fill : style.color), under);
            const [light, dark] = [luminance(text), luminance(under)].sort((a, b) => b - a);
            const ratio = (light + .05) / (dark + .05), size = parseFloat(style.fontSize);
            measured++;
            if (ratio < (size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5)) {
              const where = `${element.tagName}.${element.getAttribute('class')}`;
              bad.add(`${ratio.toFixed(2)} ${where} "${words.slice(0, 24)}"`);
            }
          }
          return measured < 50 ? [`only ${measured} texts were measured`] : [...bad];
        }
        """;
}
