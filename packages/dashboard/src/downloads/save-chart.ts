import { saveFile } from './save-file.js';

/** Pixels of a PNG for each pixel of the page. */
const scale = 2;

/** What style sheets give the parts of a chart. */
const styleNames = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
];

/** Around everything. */
const padding = 12;
/** Above the chart, for its title and the names of its lines. */
const headHeight = 30;

export interface SavedChart {
  title: string;
  /** A color of a line may be a variable of the page's styles. */
  lines: readonly { label: string; color: string }[];
}

/** Saves the chart in an element as the page shows it, with its title and the names of its lines. */
export async function saveChart(
  format: 'svg' | 'png',
  saved: SavedChart,
  figure: HTMLElement,
): Promise<void> {
  const chart = figure.querySelector('svg.recharts-surface');
  if (!(chart instanceof SVGSVGElement)) throw new Error('no chart');
  const { width, height } = chart.getBoundingClientRect();
  const size = { width: width + 2 * padding, height: height + headHeight + 2 * padding };
  const svg = new XMLSerializer().serializeToString(drawAlone(copyStyled(chart), saved, size));
  if (format === 'svg') saveFile(saved.title, format, svg, 'image/svg+xml');
  else saveFile(saved.title, format, await drawPixels(svg, size), 'image/png');
}

interface Size {
  width: number;
  height: number;
}

/** A copy that keeps its look without the page's style sheets. */
function copyStyled(chart: SVGSVGElement): SVGSVGElement {
  const copy = chart.cloneNode(true) as SVGSVGElement;
  const originals = [chart, ...chart.querySelectorAll('*')];
  for (const [i, part] of [copy, ...copy.querySelectorAll('*')].entries()) {
    const original = originals[i];
    if (original === undefined || !(part instanceof SVGElement)) continue;
    part.removeAttribute('class');
    part.removeAttribute('style');
    const styles = getComputedStyle(original);
    const above =
      original === chart ? undefined : getComputedStyle(original.parentElement ?? chart);
    for (const name of styleNames) {
      const value = styles.getPropertyValue(name);
      // Parts inherit the others.
      if (value === above?.getPropertyValue(name)) part.removeAttribute(name);
      else part.setAttribute(name, value);
    }
  }
  return copy;
}

/** A document of its own: background, title, the names of the lines, and the chart. */
function drawAlone(chart: SVGSVGElement, { title, lines }: SavedChart, size: Size): SVGElement {
  const page = getComputedStyle(document.documentElement);
  const colorOf = (color: string) => {
    const variable = /^var\((--[\w-]+)\)$/.exec(color)?.[1];
    return variable === undefined ? color : page.getPropertyValue(variable).trim();
  };
  const { width, height } = size;
  const text = {
    ...{ 'font-family': getComputedStyle(document.body).fontFamily, 'font-size': 13 },
    y: padding + 13,
  };
  const strong = { ...text, fill: colorOf('var(--text)'), 'font-weight': 600 };
  const quiet = { ...text, fill: colorOf('var(--text-quiet)'), 'text-anchor': 'end' };
  const names = lines.length > 1 ? lines : [];
  chart.setAttribute('x', String(padding));
  chart.setAttribute('y', String(padding + headHeight));
  chart.setAttribute('overflow', 'visible');
  return draw('svg', { viewBox: `0 0 ${width} ${height}`, width, height }, [
    draw('title', {}, [title]),
    draw('rect', { width, height, fill: colorOf('var(--surface)') }),
    draw('text', { ...strong, x: padding }, [title]),
    draw('text', { ...quiet, x: width - padding }, [
      ...names.flatMap(({ label, color }) => [
        draw('tspan', { fill: colorOf(color) }, ['\u2003●\u2002']),
        draw('tspan', {}, [label]),
      ]),
    ]),
    chart,
  ]);
}

function draw(
  name: string,
  attributes: Record<string, string | number>,
  content: readonly (string | SVGElement)[] = [],
): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...content);
  return element;
}

async function drawPixels(svg: string, { width, height }: Size): Promise<Blob> {
  const image = new Image();
  // The pages allow images from data URLs only.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error('no image')) : resolve(blob)));
  });
}
