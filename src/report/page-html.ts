/** A page that needs no other file: the script makes all that is seen from the data. */
export function pageHtml({ title, data, script }: { title: string; data: unknown; script: string }): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
</head>
<body>
<noscript>This report draws its charts with JavaScript, which is switched off here; switch it on to see them.</noscript>
<script type="application/json" id="data">${escapeJson(data)}</script>
<script>${escapeScript(script)}</script>
</body>
</html>
`;
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** No text within the data can end the element that it lies in, or begin a comment. */
const escapeJson = (data: unknown): string => JSON.stringify(data).replaceAll('<', String.raw`\u003c`);

/** In a script, these words stand in strings and regular expressions only, where the backslash changes nothing. */
const escapeScript = (script: string): string => script.replaceAll(/<(?=\/script|!--)/gi, String.raw`\x3c`);
