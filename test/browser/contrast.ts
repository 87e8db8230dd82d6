// Contrast of a page's texts as WCAG 2.2 counts it. Runs in the page, so it may use nothing from outside itself.

/** Texts that stand out too little of what lies behind them: at most ten, with their ratio. */
export function faintTexts(least: number): string[] {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  const rgba = (colour: string): number[] => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const over = ([r, g, b, a]: number[], below: number[]): number[] =>
    [r, g, b].map((value, at) => (value * a + below[at] * (255 - a)) / 255);
  const ground = (element: Element | null): number[] => {
    if (element === null) return [255, 255, 255];
    const colour = rgba(getComputedStyle(element).backgroundColor);
    return colour[3] === 255 ? colour.slice(0, 3) : over(colour, ground(element.parentElement));
  };
  const luminance = (colour: number[]): number => {
    const [r, g, b] = colour.map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const faint = new Map<string, string>();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement!;
    const text = node.textContent!.trim();
    if (text === "" || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    if (/^(SCRIPT|STYLE|NOSCRIPT)$/.test(element.tagName)) continue;
    const style = getComputedStyle(element);
    const below = ground(element);
    const colour = element instanceof SVGElement ? style.fill : style.color;
    const [one, other] = [over(rgba(colour), below), below].map(luminance).sort((a, b) => b - a);
    const ratio = (one + 0.05) / (other + 0.05);
    if (ratio < least) faint.set(`${element.tagName}.${element.getAttribute("class")}`, `${text} ${ratio.toFixed(2)}`);
  }
  return [...faint].map(([where, what]) => `${where}: ${what}`).slice(0, 10);
}
