import type uPlot from 'uplot';
import { lineOf } from './chart-options.ts';

const lineHeight = 20;
const margin = 12;
const sampleWidth = 22;

/** The chart as it is seen, on the ground of its page, with its title above and its lines named below. */
export function pictureOf(plot: uPlot, title: string): HTMLCanvasElement | null {
  const drawn = plot.ctx.canvas;
  const scale = drawn.width / plot.width;
  const names = plot.series.slice(1).map(({ label }) => (typeof label === 'string' ? label : ''));
  const canvas = document.createElement('canvas');
  canvas.width = drawn.width;
  canvas.height = drawn.height + scale * (2 * margin + lineHeight * (1 + names.length));
  const context = canvas.getContext('2d');
  if (context === null) return null;
  const style = getComputedStyle(plot.root);
  const { font, ink, ground } = { font: style.fontFamily, ink: style.color, ground: groundOf(plot.root) };
  context.scale(scale, scale);
  context.fillStyle = ground;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = ink;
  context.textBaseline = 'middle';
  context.font = `600 14px ${font}`;
  context.fillText(title, margin, margin + lineHeight / 2);
  context.drawImage(drawn, 0, margin + lineHeight, plot.width, drawn.height / scale);
  context.font = `12px ${font}`;
  names.forEach((name, index) => {
    const y = margin + lineHeight * (index + 1.5) + drawn.height / scale;
    const { colour, dash } = lineOf(index);
    context.strokeStyle = colour;
    context.lineWidth = 1.5;
    context.setLineDash([...dash]);
    context.beginPath();
    context.moveTo(margin, y);
    context.lineTo(margin + sampleWidth, y);
    context.stroke();
    context.fillText(name, margin + sampleWidth + 8, y);
  });
  return canvas;
}

/** What is seen behind an element. */
function groundOf(element: Element | null): string {
  if (element === null) return 'Canvas';
  const { backgroundColor } = getComputedStyle(element);
  return backgroundColor === 'rgba(0, 0, 0, 0)' ? groundOf(element.parentElement) : backgroundColor;
}
