// Names that try to be code, and what a reader is to see of them.

/** @type {Array<{name: string, text: string, shown?: string}>} `shown` where it is not the text itself */
export const kPayloads = [
  { name: 'script element', text: '<script>window.pwned=1;alert(1)</script>' },
  { name: 'end of script', text: '</script><script>window.pwned=1</script>' },
  { name: 'image with onerror', text: '<img src=x onerror="window.pwned=1">' },
  { name: 'image without quotes', text: '<img/src/onerror=window.pwned=1>' },
  { name: 'svg onload', text: '<svg onload=window.pwned=1>' },
  { name: 'svg animate', text: '<svg><animate onbegin=window.pwned=1 attributeName=x dur=1s>' },
  { name: 'details ontoggle', text: '<details open ontoggle=window.pwned=1>' },
  { name: 'autofocus', text: '<input autofocus onfocus=window.pwned=1>' },
  { name: 'iframe srcdoc', text: '<iframe srcdoc="<script>parent.pwned=1</script>"></iframe>' },
  { name: 'iframe javascript:', text: '<iframe src="javascript:parent.pwned=1"></iframe>' },
  { name: 'double quote breakout', text: '" onmouseover="window.pwned=1" x="' },
  { name: 'single quote breakout', text: "' onfocus='window.pwned=1' autofocus='" },
  { name: 'tag breakout', text: '"></bdi></a><script>window.pwned=1</script>' },
  {
    name: 'style with url',
    text: '</style><style>*{background:url(https://evil.example/)}</style>',
  },
  {
    name: 'meta refresh',
    text: '<meta http-equiv="refresh" content="0;url=javascript:window.pwned=1">',
  },
  { name: 'base', text: '<base href="https://evil.example/">' },
  {
    name: 'form',
    text: '<form action="javascript:window.pwned=1"><button>Try again</button></form>',
  },
  { name: 'comment', text: '<!--><script>window.pwned=1</script-->' },
  { name: 'CDATA', text: ']]><script>window.pwned=1</script>' },
  {
    name: 'noscript breakout',
    text: '<noscript><p title="</noscript><img src=x onerror=window.pwned=1>">',
  },
  { name: 'entities', text: '&lt;script&gt;window.pwned=1&lt;/script&gt; &amp; &#x3c;' },
  {
    name: 'template literal',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: hostile on purpose
    text: '${window.pwned=1}`{{constructor.constructor("window.pwned=1")()}}',
  },
  { name: 'prototype', text: '__proto__' },
  { name: 'javascript: address', text: 'javascript:window.pwned=1' },
  { name: 'javascript: in capitals', text: 'JaVaScRiPt:window.pwned=1' },
  {
    name: 'javascript: behind a space',
    text: ' javascript:window.pwned=1',
    shown: 'javascript:window.pwned=1',
  },
  {
    name: 'javascript: with a tab',
    text: 'java\tscript:window.pwned=1',
    shown: 'java script:window.pwned=1',
  },
  {
    name: 'javascript: behind a control',
    text: '\u0001javascript:window.pwned=1',
    shown: 'javascript:window.pwned=1',
  },
  { name: 'vbscript: address', text: 'vbscript:msgbox(1)' },
  { name: 'data: address', text: 'data:text/html,<script>parent.pwned=1</script>' },
  { name: 'blob: address', text: 'blob:https://evil.example/1' },
  { name: 'file: address', text: 'file:///etc/passwd' },
  { name: 'address without a scheme', text: '//evil.example/x' },
  { name: 'lone surrogate', text: 'a\ud800b', shown: 'a\ufffdb' },
  { name: 'trail before lead', text: '\udc00\ud800', shown: '\ufffd\ufffd' },
  { name: 'right-to-left override', text: '\u202egnp.exe\u2067x', shown: 'gnp.exex' },
  { name: 'isolate closed twice', text: 'a\u2069\u2069b\u202c', shown: 'ab' },
  { name: 'NUL and line separators', text: 'a\u0000b\u2028c\r\nd', shown: 'a b c d' },
  { name: 'one hundred thousand letters', text: 'A'.repeat(100_000), shown: `${'A'.repeat(299)}…` },
  {
    name: 'marks without end',
    text: `Z${'\u0300'.repeat(900)}`,
    shown: `Z${'\u0300'.repeat(298)}…`,
  },
];
