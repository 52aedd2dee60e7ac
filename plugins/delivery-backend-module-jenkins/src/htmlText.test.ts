import { htmlText } from './htmlText';

describe('htmlText', () => {
  it.each([
    ['a &lt;b&gt; &amp;amp; &quot;c&quot; &#39;d&#x27;', `a <b> &amp; "c" 'd'`],
    ['<a href="https://x.example/?a&amp;b">link</a>\r\n', 'link\r\n'],
    ['<span style="color: #CD0000;">red</span> 5 < 6', 'red 5 < 6'],
    ['&unknown; &#1114112;', '&unknown; &#1114112;'],
    ['a <b <i>c</i>', 'a <b c'],
    ['<a'.repeat(100_000), '<a'.repeat(100_000)],
  ])('%.80s', (html, text) => expect(htmlText(html)).toBe(text));
});
