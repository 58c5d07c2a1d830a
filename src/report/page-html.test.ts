import { expect, test } from 'vitest';
import { pageHtml } from './page-html.js';

const hostile = '</script><img src=x onerror="alert(1)"><!--<script>';

test('data cannot leave its element, and is read as it was', () => {
  const html = pageHtml({ title: 'a title', data: { [hostile]: hostile }, script: '' });
  const [, text] = /<script type="application\/json" id="data">([^<]*)<\/script>/.exec(html)!;
  expect(JSON.parse(text!)).toEqual({ [hostile]: hostile });
  expect(html).not.toContain('<img');
});

test('a title is a text', () => {
  const html = pageHtml({ title: hostile, data: null, script: '' });
  expect(html).toContain('<title>&lt;/script&gt;&lt;img src=x onerror=&quot;alert(1)&quot;&gt;');
});

test('the end of a script within a script does not end it', () => {
  const script = 'document.title = "<!-- </SCRIPT> a < b";';
  const [, inside] = /<script>([^]*?)<\/script>/i.exec(pageHtml({ title: '', data: null, script }))!;
  const document = { title: '' };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
  new Function('document', inside!)(document);
  expect(document.title).toBe('<!-- </SCRIPT> a < b');
});

test('the page names no other file, and no host', () => {
  const html = pageHtml({ title: '', data: null, script: '' });
  expect(html).not.toMatch(/\b(src|href)=|https?:/);
});
