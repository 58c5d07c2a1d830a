import { h } from './dom.js';
import type { Drawing, LegendEntry } from './drawing.js';
import { FONT } from './drawing.js';
import { createChart } from './echarts.js';
import { save, toPng, toSvg } from './export-chart.js';
import { tableElement, toCsv } from './table.js';
import type { View } from './view.js';

/** A part of the page that is drawn anew when something else is looked at. */
export interface Part {
  readonly element: HTMLElement;
  update(view: View): void;
}

/** Draws a chart; gives nothing if there is nothing to show. */
export type Draw = (view: View) => Drawing | undefined;

/**
 * A chart with its title, legend, note, numbers and files. It is drawn when it comes near the screen, since a report
 * may have hundreds.
 *
 * @param level Of the heading.
 */
export function figure(draw: Draw, level: 3 | 4 | 5): Part {
  const heading = h(`h${level}`);
  const legend = h('ul', { class: 'legend' });
  const plot = h('div', { class: 'plot', role: 'img' });
  const note = h('figcaption');
  const numbers = h('details', { class: 'numbers', toggle: () => fillNumbers() });
  const button = (name: string, file: () => Promise<void> | void) =>
    h('button', { type: 'button', click: () => void file() }, name);
  const svg = button('SVG', () => save(toSvg(drawing!, view!.theme), fileName('svg'), 'image/svg+xml'));
  const png = button('PNG', async () =>
    save(await toPng(toSvg(drawing!, view!.theme)), fileName('png'), 'image/png'),
  );
  const csv = button('CSV', () => save(toCsv(drawing!.table), fileName('csv'), 'text/csv'));
  const buttons = [svg, png, csv];
  const element = h(
    'figure',
    { class: 'chart' },
    h('div', { class: 'chart-head' }, heading, h('div', { class: 'files' }, ...buttons)),
    ...[legend, plot, note, numbers],
  );

  let view: View | undefined;
  let drawing: Drawing | undefined;
  let chart: ReturnType<typeof createChart> | undefined;
  let isNear = false;
  let isStale = true;

  const fileName = (ending: string) =>
    `choosy-${drawing!.title
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .slice(0, 60)}.${ending}`;

  function fillNumbers(): void {
    if (numbers.open && numbers.childElementCount === 1)
      numbers.append(tableElement(drawing!.table, drawing!.title));
  }

  function drawChart(): void {
    if (!isNear || !isStale || !drawing || !view) return;
    const width = plot.clientWidth;
    if (width === 0) return;
    isStale = false;
    chart ??= createChart(plot, null, { renderer: 'svg' });
    chart.resize({ width, height: drawing.height(width) });
    chart.setOption(
      { animation: false, textStyle: { fontFamily: FONT }, ...drawing.option({ width, top: 0, margin: 0 }) },
      { notMerge: true },
    );
  }

  new IntersectionObserver(
    ([entry]) => {
      isNear = entry!.isIntersecting;
      drawChart();
    },
    { rootMargin: '600px' },
  ).observe(element);
  new ResizeObserver(() => {
    if (chart?.getWidth() === plot.clientWidth) return;
    isStale = true;
    drawChart();
  }).observe(plot);
  addEventListener('beforeprint', () => {
    isNear = true;
    drawChart();
  });

  return {
    element,
    update(of) {
      view = of;
      drawing = draw(of);
      element.hidden = !drawing;
      if (!drawing) return;
      const { title, table } = drawing;
      heading.textContent = title;
      legend.replaceChildren(...drawing.legend.map(legendItem));
      note.textContent = drawing.note;
      plot.setAttribute('aria-label', `${title}. The numbers follow as a table.`);
      plot.style.minHeight = `${drawing.height(plot.clientWidth || 600)}px`;
      numbers.replaceChildren(h('summary', {}, `Numbers (${table.rows.length} rows)`));
      fillNumbers();
      for (const [i, format] of ['SVG', 'PNG', 'CSV'].entries())
        buttons[i]!.setAttribute('aria-label', `Save "${title}" as ${format}`);
      isStale = true;
      drawChart();
    },
  };
}

function legendItem({ name, color, shape, dash = 'solid' }: LegendEntry): HTMLElement {
  const swatch = h('span', { class: `swatch ${shape}` });
  swatch.style.setProperty('--color', color);
  swatch.style.setProperty('--dash', dash);
  return h('li', {}, swatch, name);
}
